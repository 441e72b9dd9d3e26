package portalfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// checkLanguages tells of the owner's texts that are not in every language that the portal offers. Where the file does not say which those are, a text that
// is written once is meant for all, and the catalogue's French and English texts do. Names of portals and services may stand in any language.
func (d *document) checkLanguages(f file) {
	own := cmp.Or(f.Language, languages[0])
	check := func(path string, texts map[string]words) {
		missing := map[string][]string{}
		for at, text := range texts {
			for _, language := range f.offered() {
				once := len(text) == 1 && (text[""] != "" || text["fr"] != "" && own == "fr")
				_, written := d.places[path+"."+at]
				if len(text) == 0 || !slices.Contains(languages, language) || text[language] != "" || once && (f.Languages == nil || language == own && text[""] != "") ||
					!written && f.Languages == nil && language != own {
					continue
				}
				missing[language] = append(missing[language], at)
			}
		}
		if len(missing) == 0 {
			return
		}
		var lacking, keys []string
		for _, language := range f.offered() {
			if len(missing[language]) > 0 {
				lacking = append(lacking, language)
				keys = append(keys, missing[language]...)
			}
		}
		slices.Sort(keys)
		keys = slices.Compact(keys)
		what := strings.Join(keys, ", ")
		if len(keys) > 3 {
			what = fmt.Sprintf("%s and %d more", strings.Join(keys[:3], ", "), len(keys)-3)
		}
		place := path
		if len(keys) == 1 {
			place = path + "." + keys[0]
		}
		// The portal's own language may be lacking, too, and even alone: it cannot be one less to offer.
		example, way := own+": …", ", in the portal's own language"
		if i := slices.IndexFunc(lacking, func(language string) bool { return language != own }); i >= 0 {
			example, way = example+", "+lacking[i]+": …", ", or offer fewer languages"
		}
		d.warnAt(place, fmt.Sprintf("no text in %s: %s", strings.Join(lacking, ", "), what),
			fmt.Sprintf("write %s: { %s }%s: visitors read the text in another language otherwise", keys[0], example, way)).under(RuleLanguage, sourceLanguage)
	}
	for i, p := range f.Purposes {
		check(fmt.Sprintf("purposes[%d]", i), map[string]words{"title": p.Title, "description": p.Description})
	}
	for i, s := range f.Services {
		texts := map[string]words{"description": s.Description, "place": s.Place}
		for j, t := range s.Trackers {
			texts[fmt.Sprintf("trackers[%d].use", j)] = t.Use
		}
		check(fmt.Sprintf("services[%d]", i), texts)
	}
}
