package portalfile

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"temoin/internal/consent"
	"temoin/internal/portal"
)

// LoadDir reads every *.yaml and *.yml file of a directory and returns the portals by id. The error is Faults where files are at fault:
// all faults of all files, together with no portal at all.
func LoadDir(dir string) ([]portal.Portal, error) {
	paths, err := Paths(dir)
	if err != nil {
		return nil, err
	}
	return Load(paths...)
}

// Paths returns the portal files of a directory, sorted. The error is Faults: there is no such directory, or no portal file in it.
func Paths(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, Faults{unreadable(dir, "there is no such directory, or it cannot be read", "name the directory of your portal files with --portals")}
	}
	var paths []string
	for _, entry := range entries {
		if extension := filepath.Ext(entry.Name()); extension == ".yaml" || extension == ".yml" {
			paths = append(paths, filepath.Join(dir, entry.Name()))
		}
	}
	if len(paths) == 0 {
		return nil, Faults{unreadable(dir, "there is no portal file here", "put at least one *.yaml file into it")}
	}
	return paths, nil
}

// expand puts the portal files of a directory into its place.
func expand(paths []string) (files []string, faults Faults) {
	for _, path := range paths {
		if info, err := os.Stat(path); err != nil || !info.IsDir() {
			files = append(files, path)
			continue
		}
		within, err := Paths(path)
		var found Faults
		if errors.As(err, &found) {
			faults = append(faults, found...)
		}
		files = append(files, within...)
	}
	return files, faults
}

func unreadable(file, message, hint string) *Finding {
	return &Finding{Severity: SeverityFault, Rule: RuleFile, File: file, Message: message, Hint: hint}
}

// Load reads portal files, as LoadDir does.
func Load(paths ...string) ([]portal.Portal, error) {
	portals, findings := Check(paths...)
	if faults := findings.Faults(); len(faults) > 0 {
		return nil, faults
	}
	return portals, nil
}

// Check reads portal files, and all of a directory among the paths, and returns the portals of those without a fault, by id, and everything that was found, warnings too.
func Check(paths ...string) ([]portal.Portal, Findings) {
	var portals []portal.Portal
	var findings Findings
	files := map[string]string{}
	paths, faults := expand(paths)
	findings = append(findings, faults...)
	for _, path := range paths {
		source, err := os.ReadFile(path)
		if err != nil {
			findings = append(findings, unreadable(path, err.Error(), "check the name and the permissions of the file"))
			continue
		}
		p, d := read(path, source, changed(path))
		if earlier, taken := files[p.ID]; taken && p.ID != "" {
			d.faultAt("id", fmt.Sprintf("the portal %q is in %s already", p.ID, earlier), "give each portal an id of its own").under(RuleTwice)
		}
		files[p.ID] = path
		findings = append(findings, d.findings...)
		if len(d.findings.Faults()) == 0 {
			portals = append(portals, p)
		}
	}
	findings.sort()
	slices.SortFunc(portals, func(a, b portal.Portal) int { return cmp.Compare(a.ID, b.ID) })
	return portals, findings
}

// Previous reads an earlier state of a portal file, to compare with. What the law has to say of it does not matter any more: the error is Faults
// only where it cannot be read.
func Previous(path string) (portal.Portal, error) {
	source, err := os.ReadFile(path)
	if err != nil {
		return portal.Portal{}, Faults{unreadable(path, err.Error(), "check the name and the permissions of the file")}
	}
	p, d := read(path, source, changed(path))
	if faults := d.findings.ofForm(); len(faults) > 0 {
		return portal.Portal{}, faults
	}
	return p, nil
}

// Parse reads one portal file from memory; path is what faults call it. The error is Faults.
func Parse(path string, source []byte) (portal.Portal, error) {
	p, d := read(path, source, time.Time{})
	if faults := d.findings.Faults(); len(faults) > 0 {
		Findings(faults).sort()
		return portal.Portal{}, faults
	}
	return p, nil
}

// read reads a portal file; day is that of its last change, or zero.
func read(path string, source []byte, day time.Time) (portal.Portal, *document) {
	var f file
	d := decode(path, source, &f)
	d.check(f)
	if len(d.findings.ofForm()) > 0 {
		return portal.Portal{ID: f.ID}, d
	}
	p, err := f.portals(day)
	p.Source = source
	if err != nil {
		d.fault(nil, err.Error(), "this is a fault of Témoin, not of the file: please report it").under(RuleFile)
	}
	return p, d
}

// portals makes the portal of a file without faults, in all its languages.
func (f file) portals(changed time.Time) (portal.Portal, error) {
	if written, err := time.Parse(time.DateOnly, f.Updated); err == nil {
		changed = written
	}
	own := cmp.Or(f.Language, languages[0])
	p, err := f.portal(own, own, changed)
	if err != nil {
		return portal.Portal{}, err
	}
	p.Others = map[string]portal.Portal{}
	for _, language := range f.offered() {
		if language == own {
			continue
		}
		if p.Others[language], err = f.portal(language, own, changed); err != nil {
			return portal.Portal{}, err
		}
	}
	return p, nil
}

// offered returns the languages that visitors can have.
func (f file) offered() []string {
	if f.Languages == nil {
		return languages
	}
	return f.Languages
}

// retention returns how many months the registry keeps choices; 0 where the file says nothing.
func (f file) retention() int {
	kept, err := consent.ParseDuration(f.Retention)
	if err == nil && kept.Unit == consent.Years {
		return kept.Count * 12
	}
	return kept.Count
}

// portal makes the portal in one language; own is the one that its file is written in.
func (f file) portal(language, own string, changed time.Time) (portal.Portal, error) {
	texts, err := Texts(language)
	if err != nil {
		return portal.Portal{}, err
	}
	numbers, err := newNumbers(language, texts.Durations)
	if err != nil {
		return portal.Portal{}, err
	}
	p := portal.Portal{
		ID: f.ID, Name: f.Name.in(language, own).Text, Site: f.Site, Language: language, Domain: f.Domain,
		Boot:      portal.Boot(cmp.Or(f.Boot, string(portal.BootIdle))),
		Publisher: portal.Publisher(f.Publisher),
		Texts:     texts, Theme: f.Theme.theme(), Retention: f.retention(),
	}
	if !changed.IsZero() {
		p.Updated, p.UpdatedText = changed.Format(time.DateOnly), numbers.day(changed)
	}
	for _, s := range f.Services {
		service, err := s.service(f.Publisher, language, own)
		if err != nil {
			return portal.Portal{}, err
		}
		p.Services = append(p.Services, service)
	}
	if !slices.ContainsFunc(p.Services, remembersChoice) {
		p.Services = append(p.Services, choiceService(f.Publisher, texts.Choice))
	}
	for i, s := range p.Services {
		for _, t := range s.Trackers {
			p.Services[i].Durations = append(p.Services[i].Durations, numbers.duration(t.Duration))
		}
	}
	p.Purposes = f.purposes(p.Services, texts, language, own)
	return p, nil
}

func (t fileTheme) theme() portal.Theme {
	return portal.Theme{
		Palette: portal.Palette{Accent: t.Accent, Background: t.Background, Text: t.Text}, Dark: portal.Palette(t.Dark),
		Radius: t.Radius, Font: t.Font,
		Position: portal.Position(cmp.Or(t.Position, string(portal.PositionBottom))), Scheme: portal.Scheme(cmp.Or(t.Scheme, string(portal.SchemeAuto))),
	}
}

func remembersChoice(s portal.Service) bool {
	return s.Exemption == consent.ExemptChoice && slices.ContainsFunc(s.Trackers, func(t consent.Tracker) bool { return t.Name == consent.CookieName })
}

// choiceService describes Témoin's own cookie, for the portals whose file does not.
func choiceService(publisher filePublisher, texts portal.ChoiceTexts) portal.Service {
	return portal.Service{
		Service: consent.Service{
			ID: "choice", Purpose: "necessary", Exemption: consent.ExemptChoice, Controller: publisher.Name,
			Trackers: []consent.Tracker{{Name: consent.CookieName, Duration: consent.Duration{Count: 6, Unit: consent.Months}}},
		},
		Name: portal.Words{Text: texts.Name}, Provider: publisher.Name, Privacy: publisher.Privacy, Uses: []portal.Words{{Text: texts.Use}},
	}
}

// purposes returns the purposes that the services serve: the standard ones, in the owner's words where there are any, then the owner's own.
func (f file) purposes(services []portal.Service, texts portal.Texts, language, own string) []portal.Purpose {
	var all []portal.Purpose
	for _, id := range standardPurposes {
		standard := texts.Purposes[id]
		all = append(all, portal.Purpose{ID: id, Title: portal.Words{Text: standard.Title}, Description: portal.Words{Text: standard.Description}})
	}
	for _, written := range f.Purposes {
		purpose := portal.Purpose{ID: written.ID, Title: written.Title.in(language, own), Description: written.Description.in(language, own)}
		i := slices.IndexFunc(all, func(p portal.Purpose) bool { return p.ID == written.ID })
		if i < 0 {
			all = append(all, purpose)
		} else {
			all[i] = purpose
		}
	}
	return slices.DeleteFunc(all, func(p portal.Purpose) bool {
		return !slices.ContainsFunc(services, func(s portal.Service) bool { return s.Purpose == p.ID })
	})
}

func (s fileService) service(publisher filePublisher, language, own string) (portal.Service, error) {
	service := portal.Service{
		Service: consent.Service{
			ID: s.ID, Purpose: s.Purpose, Exemption: consent.Exemption(s.Exempt),
			Controller: cmp.Or(s.Controller, publisher.Name), Objection: s.Objection,
		},
		Name: s.Name.in(language, own), Place: s.Place.in(language, own), Description: s.Description.in(language, own),
		Provider: cmp.Or(s.Provider, publisher.Name), Privacy: s.Privacy,
		Hosts: s.Hosts, Told: portal.Told(s.Tell), Reload: s.Reload,
	}
	if service.Privacy == "" && service.Controller == publisher.Name {
		service.Privacy = publisher.Privacy
	}
	for _, t := range s.Trackers {
		duration, err := consent.ParseDuration(t.Duration)
		if err != nil {
			return portal.Service{}, err
		}
		service.Trackers = append(service.Trackers, consent.Tracker{Name: t.Name, Duration: duration, ThirdParty: t.Party == thirdParty})
		service.Uses = append(service.Uses, t.Use.in(language, own))
	}
	return service, nil
}

// changed returns the day of a file's last change, or zero.
func changed(path string) time.Time {
	info, err := os.Stat(path)
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}
