package portalfile

import (
	"fmt"
	"reflect"

	"github.com/goccy/go-yaml/ast"

	"temoin/internal/portal/catalogue"
)

// startFromCatalogue fills a service with what the catalogue knows of the one that its key "use" names, and marks the keys as given. What
// the portal file says itself is read afterwards, over it.
func (d *document) startFromCatalogue(service *fileService, entries []*ast.MappingValueNode, given map[string]bool) {
	for _, entry := range entries {
		if entry.Key.GetToken().Value != "use" {
			continue
		}
		name := entry.Value.GetToken().Value
		known, d2 := readCatalogue(name)
		if d2 == nil {
			d.fault(entry.Value.GetToken().Position, fmt.Sprintf("the catalogue has no service %q", name), didYouMean(name, catalogue.Names()))
			return
		}
		d.faults = append(d.faults, d2.faults...)
		*service = known
		value := reflect.ValueOf(known)
		for i := range value.NumField() {
			if !value.Field(i).IsZero() {
				given[value.Type().Field(i).Tag.Get("yaml")] = true
			}
		}
	}
}

// readCatalogue reads a service of the catalogue; the document is nil where there is none of that name.
func readCatalogue(name string) (fileService, *document) {
	source, found := catalogue.Source(name)
	if !found {
		return fileService{}, nil
	}
	var service fileService
	d := decode("catalogue/"+name+".yaml", source, &service)
	return service, d
}
