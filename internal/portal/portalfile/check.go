package portalfile

import (
	"fmt"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"temoin/internal/consent"
	"temoin/internal/portal"
)

// identifier is what an id looks like: it stands in addresses, in the cookie and in element ids.
var identifier = regexp.MustCompile(`^[a-z][a-z0-9]*([-_][a-z0-9]+)*$`)

// Ids that already mean something: in the cookie and the charter page's form, or in an address of the server.
var (
	reservedServices = []string{"functional_cookies", "timestamp", "charter", "all", "temoin-all"}
	reservedPortals  = []string{"assets", "healthz", "readyz", "admin"}
)

// Whose cookie a tracker is.
const (
	firstParty = "first"
	thirdParty = "third"
)

// standardPurposes are the purposes that have texts in every language, in the order in which they are shown.
var standardPurposes = []string{"necessary", "audience", "embeds", "social", "personalisation", "advertising"}

// check reports what is wrong with the values of a file that could be read.
func (d *document) check(f file) {
	d.checkID("id", f.ID, reservedPortals)
	d.checkURL("site", f.Site)
	d.checkURL("publisher.privacy", f.Publisher.Privacy)
	d.checkLanguage("language", f.Language)
	for i, language := range f.Languages {
		d.checkLanguage(fmt.Sprintf("languages[%d]", i), language)
	}
	if _, err := time.Parse(time.DateOnly, f.Updated); f.Updated != "" && err != nil {
		d.faultAt("updated", fmt.Sprintf("%q is no date", f.Updated), "write year, month and day, such as 2026-11-25")
	}
	d.checkContact("publisher.contact", f.Publisher.Contact)
	d.checkContact("publisher.dpo", f.Publisher.DPO)
	d.checkOneOf("boot", f.Boot, []string{string(portal.BootIdle), string(portal.BootInterest)})

	purposes := slices.Clone(standardPurposes)
	for i, p := range f.Purposes {
		path := fmt.Sprintf("purposes[%d].id", i)
		d.checkID(path, p.ID, nil)
		if slices.ContainsFunc(f.Purposes[:i], func(earlier filePurpose) bool { return earlier.ID == p.ID }) {
			d.faultAt(path, fmt.Sprintf("the purpose %q is there twice", p.ID), "give each purpose an id of its own").under(RuleTwice)
		}
		purposes = append(purposes, p.ID)
	}
	d.checkDuration("retention", f.Retention)
	if kept, err := consent.ParseDuration(f.Retention); err == nil && kept.Unit != consent.Months && kept.Unit != consent.Years {
		d.faultAt("retention", fmt.Sprintf("%q is no number of months", f.Retention), "write months or years, such as 36 months").under(RuleDuration)
	}
	for i, s := range f.Services {
		path := fmt.Sprintf("services[%d]", i)
		d.checkService(path, s, f.Services[:i], purposes)
		if s.Exempt == "" || s.Objection {
			d.checkHeldBack(path, s, f.Site)
		}
	}
	d.checkSubstance(f)
}

func (d *document) checkService(path string, s fileService, earlier []fileService, purposes []string) {
	d.checkID(path+".id", s.ID, reservedServices)
	if s.ID != "" && slices.ContainsFunc(earlier, func(e fileService) bool { return e.ID == s.ID }) {
		d.faultAt(path+".id", fmt.Sprintf("the service %q is there twice", s.ID), "give each service an id of its own").under(RuleTwice)
	}
	if s.Purpose != "" && !slices.Contains(purposes, s.Purpose) {
		d.faultAt(path+".purpose", fmt.Sprintf("there is no purpose %q", s.Purpose), didYouMean(s.Purpose, purposes)+"; a purpose of your own stands below purposes: at the top of the file").under(RuleReference)
	}
	var exemptions []string
	for _, e := range consent.Exemptions() {
		exemptions = append(exemptions, string(e))
	}
	d.checkOneOf(path+".exempt", s.Exempt, exemptions)
	if s.Purpose == "necessary" && s.Exempt == "" {
		d.faultAt(path+".purpose", fmt.Sprintf("%q is called necessary, but nothing exempts it from consent", s.ID),
			"write why the law requires no consent (exempt: authentication, …), or choose another purpose").under(RuleExempt, sourceExemptions)
	}
	ownCookie := slices.ContainsFunc(s.Trackers, func(t fileTracker) bool { return t.Name == consent.CookieName })
	if (s.ID == "choice" || ownCookie) && s.Exempt != string(consent.ExemptChoice) {
		d.faultAt(path+".id", fmt.Sprintf("the service %q is Témoin's own, which remembers the choice", s.ID),
			"write exempt: choice for the service with the cookie "+consent.CookieName+", and give another service another id").under(RuleOwnCookie)
	}
	d.checkURL(path+".privacy", s.Privacy)
	d.checkOneOf(path+".tell", s.Tell, []string{string(portal.ToldMatomo), string(portal.ToldGoogle)})
	if s.Provider == "" && s.Use == "" && !d.unread[path+".provider"] {
		d.faultAt(path+".provider", `"provider" is missing`, "write the organisation that provides the service").under(RuleMissing)
	}
	if s.Objection && s.Exempt == "" {
		d.faultAt(path+".objection", fmt.Sprintf("%q needs consent, so there is nothing to object to", s.ID), "leave objection out, or say why the law requires no consent (exempt: audience)").under(RuleExempt, sourceExemptions)
	}
	for i, t := range s.Trackers {
		d.checkTrackerName(fmt.Sprintf("%s.trackers[%d].name", path, i), t.Name)
		d.checkOneOf(fmt.Sprintf("%s.trackers[%d].party", path, i), t.Party, []string{firstParty, thirdParty})
		d.checkDuration(fmt.Sprintf("%s.trackers[%d].duration", path, i), t.Duration)
	}
	switch {
	case len(s.Trackers) > 0 || len(s.Hosts) > 0 || d.unread[path+".trackers"] || d.unread[path+".hosts"] || d.unread[path]:
	case s.Trackers == nil:
		d.faultAt(path+".trackers", `"trackers" is missing`, "list the service's cookies and other trackers").under(RuleMissing)
	default:
		d.faultAt(path+".trackers", "the service has no tracker", "list at least one, or the hosts it calls, or take the service out: without trackers there is nothing to consent to").under(RuleMissing)
	}
}

// varying is how charters write the part of a name that differs from visitor to visitor: <ID>, {num}.
var varying = regexp.MustCompile(`<[^<>]*>|\{[^{}]*\}`)

func (d *document) checkTrackerName(path, name string) {
	switch pattern := varying.ReplaceAllString(name, "*"); {
	case pattern != name:
		d.faultAt(path, fmt.Sprintf("%q has a part that varies", name), fmt.Sprintf("write * for it: %q", pattern))
	case strings.ContainsAny(name, ",;<>{}"):
		d.faultAt(path, fmt.Sprintf("%q is not one name", name), "write an entry of its own for each tracker, and * for what varies")
	case strings.Contains(name, " "):
		d.warnAt(path, fmt.Sprintf("%q has blanks in it, which no cookie's name has", name), "write the name, or a pattern such as _hs*, and nothing besides").under(RuleValue)
	}
}

func (d *document) checkDuration(path, duration string) {
	_, err := consent.ParseDuration(duration)
	switch {
	case duration == "" || err == nil:
	case durationPattern.MatchString(duration):
		d.faultAt(path, fmt.Sprintf("%q does not add up", duration), "give one unit, or years and months, or weeks, days and hours, the largest first").under(RuleDuration)
	default:
		d.faultAt(path, fmt.Sprintf("%q is no duration", duration), "write session, permanent, or numbers and units: 30 minutes, 2 weeks, 6 months, 1 year 1 month, 1 an 1 mois")
	}
}

func (d *document) checkID(path, id string, reserved []string) {
	switch {
	case id == "":
	case !identifier.MatchString(id):
		d.faultAt(path, fmt.Sprintf("%q is no id", id), "use small letters, digits and hyphens, and start with a letter")
	case slices.Contains(reserved, id):
		d.faultAt(path, fmt.Sprintf("the id %q is taken by Témoin itself", id), "choose another one")
	}
}

func (d *document) checkOneOf(path, value string, allowed []string) {
	if value != "" && !slices.Contains(allowed, value) {
		d.faultAt(path, fmt.Sprintf("%s cannot be %q", name(path), value), didYouMean(value, allowed))
	}
}

func (d *document) checkLanguage(path, language string) {
	if plain, _, region := strings.Cut(language, "-"); region && slices.Contains(languages, plain) {
		d.faultAt(path, fmt.Sprintf("%s cannot be %q", name(path), language), fmt.Sprintf("write it without a region: %s", plain))
		return
	}
	d.checkOneOf(path, language, languages)
}

func (d *document) checkURL(path, address string) {
	if address == "" {
		return
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		d.faultAt(path, fmt.Sprintf("%q is no web address", address), "write it in full, from https:// on")
	}
}

// checkContact holds a contact to what becomes a link: an email address or a web address.
func (d *document) checkContact(path, contact string) {
	if contact == "" || strings.Contains(contact, "://") {
		d.checkURL(path, contact)
		return
	}
	if address, err := mail.ParseAddress(contact); err != nil || address.Address != contact {
		d.faultAt(path, fmt.Sprintf("%q is neither an email address nor a web address", contact), "write dpo@ville.fr, or an address from https:// on")
	}
}
