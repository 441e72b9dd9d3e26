package portal

import (
	"strings"
	"unicode"
)

// Texts are the words of one language, for every portal. In a text, {name} and the like stand for what Fill puts there.
type Texts struct {
	// Direction is how the language is written: ltr or rtl.
	Direction string `json:"direction" yaml:"direction"`
	// Comma parts the names of a list; a blank follows it.
	Comma string `json:"comma" yaml:"comma"`
	// Capitals is whether names keep their capital inside a sentence, as German nouns do.
	Capitals bool `json:"capitals,omitempty" yaml:"capitals"`

	Banner BannerTexts `json:"banner" yaml:"banner"`
	Notice NoticeTexts `json:"notice" yaml:"notice"`
	// Placeholder is not the bundle's: the loader shows it.
	Placeholder PlaceholderTexts   `json:"-" yaml:"placeholder"`
	Panel       PanelTexts         `json:"panel" yaml:"panel"`
	Charter     CharterTexts       `json:"charter" yaml:"charter"`
	Choice      ChoiceTexts        `json:"-" yaml:"choice"`
	Purposes    map[string]Wording `json:"-" yaml:"purposes"`
	// Durations has the words for a tracker's duration by unit, and for session.
	Durations map[string]Plural `json:"-" yaml:"durations"`
}

// BannerTexts are the first layer's, where consent is asked.
type BannerTexts struct {
	Title string `json:"title" yaml:"title"`
	// Intro comes before the purposes; {publisher} and {name}.
	Intro string `json:"intro" yaml:"intro"`
	// Refusal says what refusing changes.
	Refusal string `json:"refusal" yaml:"refusal"`
	// Withdrawal says how long the choice is kept and how to change one's mind; {manage}.
	Withdrawal string `json:"withdrawal" yaml:"withdrawal"`
	Charter    string `json:"charter" yaml:"charter"`
	AcceptAll  string `json:"acceptAll" yaml:"acceptAll"`
	RefuseAll  string `json:"refuseAll" yaml:"refuseAll"`
	Customise  string `json:"customise" yaml:"customise"`
	// Manage is the label of the link that reopens the panel.
	Manage string `json:"manage" yaml:"manage"`
	// Saved is the status message after a choice.
	Saved string `json:"saved" yaml:"saved"`
	// Again comes in the place of Intro where the visitor chose before and only some services are asked about; {publisher} and {name}. New and Changed
	// name those services; {services}. Joined comes in the place of Withdrawal: the answer is kept no longer than those before; {manage}.
	Again   string `json:"again" yaml:"again"`
	New     string `json:"new" yaml:"new"`
	Changed string `json:"changed" yaml:"changed"`
	Joined  string `json:"joined" yaml:"joined"`
}

// NoticeTexts are the first layer's, where nothing is asked.
type NoticeTexts struct {
	Title string `json:"title" yaml:"title"`
	// Intro says that all is exempt; {name} and {services}.
	Intro      string `json:"intro" yaml:"intro"`
	Understood string `json:"understood" yaml:"understood"`
}

// PlaceholderTexts stand in the place of a frame that is held back; {service} and {provider}.
type PlaceholderTexts struct {
	// What says what is missing; Named too, where the page gives the frame a title; {title}.
	What  string `yaml:"what"`
	Named string `yaml:"named"`
	// Why says why it is missing.
	Why string `yaml:"why"`
	// Allow is the label of the button that grants the service.
	Allow string `yaml:"allow"`
}

// PanelTexts are the second layer's.
type PanelTexts struct {
	Title   string `json:"title" yaml:"title"`
	Close   string `json:"close" yaml:"close"`
	Intro   string `json:"intro" yaml:"intro"`
	Nothing string `json:"nothing" yaml:"nothing"`
	Accept  string `json:"accept" yaml:"accept"`
	Refuse  string `json:"refuse" yaml:"refuse"`
	// Keep and Object answer about an exempt service that can be objected to.
	Keep   string `json:"keep" yaml:"keep"`
	Object string `json:"object" yaml:"object"`
	// New and Changed stand beside the name of a service that is asked about again.
	New     string `json:"new" yaml:"new"`
	Changed string `json:"changed" yaml:"changed"`
	Save    string `json:"save" yaml:"save"`
	// Always is the heading of the exempt services, AlwaysIntro the sentence below it, AlwaysActive the state of each.
	Always       string `json:"always" yaml:"always"`
	AlwaysIntro  string `json:"alwaysIntro" yaml:"alwaysIntro"`
	AlwaysActive string `json:"alwaysActive" yaml:"alwaysActive"`
	// Who names provider and controller; {provider} and {controller}.
	Who string `json:"who" yaml:"who"`
	// Provider names the provider alone, where it is the controller too; {provider}.
	Provider string `json:"provider" yaml:"provider"`
	// Privacy is the label of the link to a controller's privacy page; {controller}.
	Privacy string `json:"privacy" yaml:"privacy"`
	// Trackers introduces the list of a service's trackers; {trackers}.
	Trackers string `json:"trackers" yaml:"trackers"`
	// Elsewhere says on the charter page that the choice is made on the portal; {name} and {manage}.
	Elsewhere string `json:"elsewhere" yaml:"elsewhere"`
	// ToPortal is the label of the link from the charter page to the portal; {name}.
	ToPortal string `json:"toPortal" yaml:"toPortal"`
	// Receipt comes before the receipt number of the last choice; Copy is the button that copies it, and Copied says that it did.
	Receipt string `json:"receipt" yaml:"receipt"`
	Copy    string `json:"copy" yaml:"copy"`
	Copied  string `json:"copied" yaml:"copied"`
}

// CharterTexts are the charter's, after the text that Opendatasoft portals publish.
type CharterTexts struct {
	Title     string   `json:"title" yaml:"title"`
	Intro     string   `json:"intro" yaml:"intro"`
	What      string   `json:"what" yaml:"what"`
	WhatText  string   `json:"whatText" yaml:"whatText"`
	Families  string   `json:"families" yaml:"families"`
	Family    []string `json:"family" yaml:"family"`
	Use       string   `json:"use" yaml:"use"`
	Necessary string   `json:"necessary" yaml:"necessary"`
	// Consent is the caption of a table of trackers that need consent, Exempt of those that need none and are not "necessary"; {purpose}.
	Consent string `json:"consent" yaml:"consent"`
	Exempt  string `json:"exempt" yaml:"exempt"`

	Table  TableTexts `json:"table" yaml:"table"`
	Change string     `json:"change" yaml:"change"`
	// ChangeText says how to change one's mind; {manage}.
	ChangeText string `json:"changeText" yaml:"changeText"`
	// Browser is the heading above BrowserText, which says what the browser's settings can and cannot do; {refuse} and {browsers}, a list of links.
	Browser     string `json:"browser" yaml:"browser"`
	BrowserText string `json:"browserText" yaml:"browserText"`
	// Contact is the heading above: who publishes the portal ({name}, {publisher}), whom to ask ({contact}), the data protection officer ({dpo}), the
	// visitor's rights, and the complaint to the CNIL ({cnil}). {contact}, {dpo} and {cnil} are links.
	Contact   string `json:"contact" yaml:"contact"`
	Publisher string `json:"publisher" yaml:"publisher"`
	Ask       string `json:"ask" yaml:"ask"`
	DPO       string `json:"dpo" yaml:"dpo"`
	Rights    string `json:"rights" yaml:"rights"`
	Complaint string `json:"complaint" yaml:"complaint"`
	// Authority is the CNIL's name: the label of {cnil}.
	Authority string `json:"authority" yaml:"authority"`
	// Version says which charter this is, Dated also since when; {version} and {date}.
	Version string `json:"version" yaml:"version"`
	Dated   string `json:"dated" yaml:"dated"`
	// Language is the name of the list of the charter's other languages.
	Language string `json:"-" yaml:"language"`
	// Skip is the link at the top of the charter page that leads past the portal's name and that list.
	Skip string `json:"-" yaml:"skip"`
}

// TableTexts are the columns of the charter's tables and what stands in them.
type TableTexts struct {
	Provider   string `json:"provider" yaml:"provider"`
	Service    string `json:"service" yaml:"service"`
	Tracker    string `json:"tracker" yaml:"tracker"`
	Purpose    string `json:"purpose" yaml:"purpose"`
	Duration   string `json:"duration" yaml:"duration"`
	Party      string `json:"party" yaml:"party"`
	Controller string `json:"controller" yaml:"controller"`
	Consent    string `json:"consent" yaml:"consent"`
	// Site and Third say by whom a tracker is stored.
	Site  string `json:"site" yaml:"site"`
	Third string `json:"third" yaml:"third"`
	// Required and NotRequired say whether it needs consent; NotRequired says why not: {reason}, one of Reasons by exemption.
	Required    string            `json:"required" yaml:"required"`
	NotRequired string            `json:"notRequired" yaml:"notRequired"`
	Reasons     map[string]string `json:"reasons" yaml:"reasons"`
}

// ChoiceTexts describe Témoin's own cookie in the charter, where the portal file does not.
type ChoiceTexts struct {
	Name string `yaml:"name"`
	Use  string `yaml:"use"`
}

// Wording is the title and the description of a standard purpose.
type Wording struct {
	Title       string `json:"title" yaml:"title"`
	Description string `json:"description" yaml:"description"`
}

// Plural is a text in the forms that numbers take in a language (Unicode CLDR, plural rules); {count}. Other is in every language.
type Plural struct {
	Zero  string `yaml:"zero"`
	One   string `yaml:"one"`
	Two   string `yaml:"two"`
	Few   string `yaml:"few"`
	Many  string `yaml:"many"`
	Other string `yaml:"other"`
}

// Fill replaces {key} by its value, for pairs of keys and values.
func Fill(text string, pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{"+pairs[i]+"}", pairs[i+1])
	}
	return text
}

// Inside puts a name into the middle of a sentence: an acronym keeps its capitals, and in some languages every noun does.
func (t Texts) Inside(name string) string {
	runes := []rune(name)
	if t.Capitals || len(runes) < 2 || unicode.IsUpper(runes[1]) {
		return name
	}
	return string(unicode.ToLower(runes[0])) + string(runes[1:])
}

// List returns names as they stand one after the other in a sentence.
func (t Texts) List(names []string) string { return strings.Join(names, t.Comma+" ") }
