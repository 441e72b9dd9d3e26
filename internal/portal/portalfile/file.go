// Package portalfile reads portal files: the YAML that an owner writes, one file a portal. It checks them, adds the texts of
// the portal's language, and returns portals. Every fault is reported, each with file, line and a hint.
package portalfile

// file is a portal file as its owner writes it. A tag need marks what must be given and holds the hint where it is not.
type file struct {
	ID   string `yaml:"id" need:"give the portal a short name for addresses, such as id: hauts-de-seine"`
	Name words  `yaml:"name" need:"write what the portal calls itself, such as name: Open Data Hauts-de-Seine"`
	Site string `yaml:"site" need:"write the portal's address, such as site: https://opendata.hauts-de-seine.fr"`
	// Language is the portal's own, which speaks where a page's is not among Languages: those that the banner offers, all there are where it is left out.
	Language  string   `yaml:"language"`
	Languages []string `yaml:"languages"`
	// Updated is the day of the charter's last change; where it is left out, the file's own.
	Updated string `yaml:"updated"`
	Boot    string `yaml:"boot"`
	Domain  string `yaml:"domain"`
	// Retention is how long the registry keeps choices: a number of months or years.
	Retention string        `yaml:"retention"`
	Publisher filePublisher `yaml:"publisher" need:"write who publishes the portal: publisher:, and below it name:"`
	Purposes  []filePurpose `yaml:"purposes"`
	Services  []fileService `yaml:"services" need:"list the services that use cookies or other trackers on the portal"`
	Theme     fileTheme     `yaml:"theme"`
}

// words is a text of the owner's: one for all languages, written as it is and kept under "", or one per language (name: { fr: Vidéos, en: Videos }). The
// catalogue's names of products are kept under anyLanguage.
type words map[string]string

type filePublisher struct {
	Name    string `yaml:"name" need:"write the publisher's official name"`
	Privacy string `yaml:"privacy"`
	// Contact is where visitors ask about the charter, DPO how they reach the data protection officer: an email address or a web address.
	Contact string `yaml:"contact"`
	DPO     string `yaml:"dpo"`
}

type fileTheme struct {
	Accent     string      `yaml:"accent"`
	Background string      `yaml:"background"`
	Text       string      `yaml:"text"`
	Dark       filePalette `yaml:"dark"`
	Radius     string      `yaml:"radius"`
	Font       string      `yaml:"font"`
	Position   string      `yaml:"position"`
	Scheme     string      `yaml:"scheme"`
}

type filePalette struct {
	Accent     string `yaml:"accent"`
	Background string `yaml:"background"`
	Text       string `yaml:"text"`
}

type filePurpose struct {
	ID          string `yaml:"id" need:"give the purpose a short name, and use it in the services' purpose:"`
	Title       words  `yaml:"title" need:"write the purpose's title as visitors read it"`
	Description words  `yaml:"description" need:"say in one line what the purpose is"`
}

type fileService struct {
	// Use names the service of the catalogue that this one starts from.
	Use         string        `yaml:"use"`
	ID          string        `yaml:"id" need:"give the service a short name: the cookie stores the choice under it"`
	Name        words         `yaml:"name" need:"write the service's name as visitors know it"`
	Place       words         `yaml:"place"`
	Description words         `yaml:"description"`
	Purpose     string        `yaml:"purpose" need:"say what for: necessary, audience, embeds, social, personalisation, advertising, or a purpose of your own"`
	Exempt      string        `yaml:"exempt"`
	Objection   bool          `yaml:"objection"`
	Provider    string        `yaml:"provider"`
	Controller  string        `yaml:"controller"`
	Privacy     string        `yaml:"privacy"`
	Trackers    []fileTracker `yaml:"trackers"`
	Hosts       []string      `yaml:"hosts"`
	Tell        string        `yaml:"tell"`
	Reload      bool          `yaml:"reload"`
}

type fileTracker struct {
	Name string `yaml:"name" need:"write the cookie's name, or a pattern such as _pk_id.*"`
	Use  words  `yaml:"use" need:"say what the tracker is for, as the charter's table shows it"`
	// Party is whose cookie it is: first, the portal's host's, which is the default, or third, the service's own host's.
	Party    string `yaml:"party"`
	Duration string `yaml:"duration" need:"write how long it stays: session, 30 minutes, 6 months, 1 an 1 mois"`
}
