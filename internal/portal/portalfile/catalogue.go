package portalfile

import (
	"fmt"
	"reflect"

	"github.com/goccy/go-yaml/ast"

	"temoin/internal/portal/catalogue"
)

// startFromCatalogue fills a service with what the catalogue knows of the one that its key "use" names, and marks the keys as given. What
// the portal file says itself is read afterwards, over it.
func (d *document) startFromCatalogue(path string, service *fileService, entries []*ast.MappingValueNode, given map[string]bool) {
	for _, entry := range entries {
		if entry.Key.GetToken().Value != "use" {
			continue
		}
		name := entry.Value.GetToken().Value
		source, found := catalogue.Source(name)
		if !found {
			d.fault(entry.Value.GetToken().Position, fmt.Sprintf("the catalogue has no service %q", name), didYouMean(name, catalogue.Names())).under(RuleValue)
			// What the catalogue would have given is not missing besides.
			for i := range reflect.TypeFor[fileService]().NumField() {
				d.unread[below(path, reflect.TypeFor[fileService]().Field(i).Tag.Get("yaml"))] = true
			}
			return
		}
		d.findings = append(d.findings, decode("catalogue/"+name+".yaml", source, service).findings...)
		if name, once := service.Name[""]; once {
			// What the owner writes once is in the portal's language; what the catalogue writes once is a product's name.
			service.Name = words{anyLanguage: name}
		}
		value := reflect.ValueOf(*service)
		for i := range value.NumField() {
			if !value.Field(i).IsZero() {
				given[value.Type().Field(i).Tag.Get("yaml")] = true
			}
		}
	}
}
