// Package portalfile reads portal files: the YAML that an owner writes, one file a portal. It checks them, adds the texts of
// the portal's language, and returns portals. Every fault is reported, each with file, line and a hint.
package portalfile

// file is a portal file as its owner writes it. A tag need marks what must be given and holds the hint where it is not.
type file struct {
	ID        string        `yaml:"id" need:"give the portal a short name for addresses, such as id: hauts-de-seine"`
	Name      string        `yaml:"name" need:"write what the portal calls itself, such as name: Open Data Hauts-de-Seine"`
	Site      string        `yaml:"site" need:"write the portal's address, such as site: https://opendata.hauts-de-seine.fr"`
	Language  string        `yaml:"language"`
	Boot      string        `yaml:"boot"`
	Domain    string        `yaml:"domain"`
	Publisher filePublisher `yaml:"publisher" need:"write who publishes the portal: publisher:, and below it name:"`
	Purposes  []filePurpose `yaml:"purposes"`
	Services  []fileService `yaml:"services" need:"list the services that use cookies or other trackers on the portal"`
}

type filePublisher struct {
	Name    string `yaml:"name" need:"write the publisher's official name"`
	Privacy string `yaml:"privacy"`
}

type filePurpose struct {
	ID          string `yaml:"id" need:"give the purpose a short name, and use it in the services' purpose:"`
	Title       string `yaml:"title" need:"write the purpose's title as visitors read it"`
	Description string `yaml:"description" need:"say in one line what the purpose is"`
}

type fileService struct {
	// Use names the service of the catalogue that this one starts from.
	Use         string        `yaml:"use"`
	ID          string        `yaml:"id" need:"give the service a short name: the cookie stores the choice under it"`
	Name        string        `yaml:"name" need:"write the service's name as visitors know it"`
	Place       string        `yaml:"place"`
	Description string        `yaml:"description"`
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
	Use  string `yaml:"use" need:"say what the tracker is for, as the charter's table shows it"`
	// Party is whose cookie it is: first, the portal's host's, which is the default, or third, the service's own host's.
	Party    string `yaml:"party"`
	Duration string `yaml:"duration" need:"write how long it stays: session, 30 minutes, 6 months, 1 year"`
}
