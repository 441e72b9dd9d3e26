package portal

import (
	"strconv"
	"strings"

	"temoin/internal/consent"
)

// Texts are the words of one language, for every portal. In a text, {name} and the like stand for what Fill puts there.
type Texts struct {
	Banner BannerTexts `json:"banner" yaml:"banner"`
	Notice NoticeTexts `json:"notice" yaml:"notice"`
	// Placeholder is not the bundle's: the loader shows it.
	Placeholder PlaceholderTexts   `json:"-" yaml:"placeholder"`
	Panel       PanelTexts         `json:"panel" yaml:"panel"`
	Charter     CharterTexts       `json:"charter" yaml:"charter"`
	Choice      ChoiceTexts        `json:"-" yaml:"choice"`
	Purposes    map[string]Wording `json:"-" yaml:"purposes"`
	Durations   DurationTexts      `json:"durations" yaml:"durations"`
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
	Save   string `json:"save" yaml:"save"`
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
	// Consent is the heading of a table of trackers that need consent; {purpose}.
	Consent  string `json:"consent" yaml:"consent"`
	Provider string `json:"provider" yaml:"provider"`
	Service  string `json:"service" yaml:"service"`
	Tracker  string `json:"tracker" yaml:"tracker"`
	Purpose  string `json:"purpose" yaml:"purpose"`
	Duration string `json:"duration" yaml:"duration"`
	Change   string `json:"change" yaml:"change"`
	// ChangeText says how to change one's mind; {manage}.
	ChangeText string `json:"changeText" yaml:"changeText"`
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

// DurationTexts say how long a tracker stays.
type DurationTexts struct {
	Session string `json:"session" yaml:"session"`
	Minutes Plural `json:"minutes" yaml:"minutes"`
	Hours   Plural `json:"hours" yaml:"hours"`
	Days    Plural `json:"days" yaml:"days"`
	Weeks   Plural `json:"weeks" yaml:"weeks"`
	Months  Plural `json:"months" yaml:"months"`
	Years   Plural `json:"years" yaml:"years"`
}

// Plural is a unit's name for one and for several; {count}.
type Plural struct {
	One   string `json:"one" yaml:"one"`
	Other string `json:"other" yaml:"other"`
}

// Format returns the duration in words.
func (t DurationTexts) Format(d consent.Duration) string {
	units := map[consent.Unit]Plural{
		consent.Minutes: t.Minutes, consent.Hours: t.Hours, consent.Days: t.Days,
		consent.Weeks: t.Weeks, consent.Months: t.Months, consent.Years: t.Years,
	}
	unit, counted := units[d.Unit]
	if !counted {
		return t.Session
	}
	form := unit.Other
	if d.Count == 1 {
		form = unit.One
	}
	return Fill(form, "count", strconv.Itoa(d.Count))
}

// Fill replaces {key} by its value, for pairs of keys and values.
func Fill(text string, pairs ...string) string {
	for i := 0; i+1 < len(pairs); i += 2 {
		text = strings.ReplaceAll(text, "{"+pairs[i]+"}", pairs[i+1])
	}
	return text
}
