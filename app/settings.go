package app

import (
	goapp "github.com/maxence-charriere/go-app/v9/pkg/app"

	"temoin/internal/portal"
)

// Settings is the form in which each service is accepted or refused: in the panel, and on the charter page without a script.
// Nothing is selected before the visitor answered; what is left unanswered is refused. An exempt service that can be objected to is there too, and
// shows what it does now.
type Settings struct {
	goapp.Compo

	Portal *portal.Portal
	// Answers are the visitor's so far, by service id.
	Answers map[string]bool
	// Marks stand beside the names of services, by id: what is new to the visitor, or changed.
	Marks map[string]string
	// Level is that of the form's headings.
	Level int
	// Action is where the form is posted; empty in the bundle, which handles it.
	Action string

	OnSave goapp.EventHandler
}

// The names and values of the form's fields: a field per service by its id, and AllField for the buttons on top.
const (
	AllField    = "temoin-all"
	AcceptValue = "accept"
	RefuseValue = "refuse"
)

// Render returns the form, and below it the services that are always active.
func (s *Settings) Render() goapp.UI {
	texts := s.Portal.Texts
	var body []goapp.UI
	switch {
	case !s.Portal.AsksNothing():
		body = append(body, goapp.P().Text(texts.Panel.Intro), s.bulk(), s.form())
	case s.Portal.TakesAnswers():
		body = append(body, goapp.P().Text(texts.Panel.Nothing), s.form())
	default:
		body = append(body, goapp.P().Text(texts.Panel.Nothing))
	}
	return goapp.Div().Class("temoin-settings").Body(append(body, s.always())...)
}

// bulk returns the buttons that answer for every service: the loader's in the panel, a form of their own on the charter page. They are never in the
// services' form, where Enter would press the first of them.
func (s *Settings) bulk() goapp.UI {
	buttons := []goapp.UI{
		s.all(s.Portal.Texts.Banner.AcceptAll, AcceptValue, actionAccept),
		s.all(s.Portal.Texts.Banner.RefuseAll, RefuseValue, actionRefuse),
	}
	if s.Action == "" {
		return goapp.Div().Class("temoin-all").Body(buttons...)
	}
	return goapp.Form().Class("temoin-all").Method("post").Action(attribute(s.Action)).Body(buttons...)
}

func (s *Settings) all(label, value, action string) goapp.UI {
	b := goapp.Button().ID("temoin-all-" + value).Class("temoin-primary").Text(label)
	if s.Action == "" {
		return b.Type("button").DataSet("temoin-action", action)
	}
	return b.Type("submit").Name(AllField).Value(value)
}

func (s *Settings) form() goapp.UI {
	var fields []goapp.UI
	for _, purpose := range s.Portal.Purposes {
		if services := s.Portal.AnswerableFor(purpose.ID); len(services) > 0 {
			fields = append(fields, s.purpose(purpose, services))
		}
	}
	fields = append(fields, goapp.Div().Class("temoin-save").Body(
		goapp.Button().ID("temoin-save").Type("submit").Class("temoin-primary").Text(s.Portal.Texts.Panel.Save),
	))
	form := goapp.Form().ID("temoin-form").Class("temoin-form").Body(fields...)
	if s.Action != "" {
		// What was selected and not saved does not come back with the page.
		form = form.Method("post").Action(attribute(s.Action)).AutoComplete(false)
	}
	if s.OnSave != nil {
		form = form.OnSubmit(s.OnSave)
	}
	return form
}

func (s *Settings) purpose(purpose portal.Purpose, services []portal.Service) goapp.UI {
	body := []goapp.UI{
		goapp.Legend().Body(Line(purpose.Title)...),
		goapp.P().Body(Line(purpose.Description)...),
	}
	for _, service := range services {
		body = append(body, s.service(service))
	}
	return goapp.FieldSet().Class("temoin-purpose").Body(body...)
}

func (s *Settings) service(service portal.Service) goapp.UI {
	id := "temoin-service-" + service.ID
	texts := s.Portal.Texts.Panel
	accept, refuse := texts.Accept, texts.Refuse
	if !service.NeedsConsent() {
		accept, refuse = texts.Keep, texts.Object
	}
	name, label := []goapp.UI{goapp.Strong().ID(id).Body(Line(service.Name)...)}, id
	if mark := s.Marks[service.ID]; mark != "" {
		name, label = append(name, goapp.Text(" "), goapp.Small().ID(id+"-mark").Class("temoin-mark").Text(mark)), id+" "+id+"-mark"
	}
	return goapp.Div().Class("temoin-service").Role("radiogroup").
		Aria("labelledby", label).Aria("describedby", id+"-about").
		Body(
			goapp.Div().Class("temoin-about").Body(append(append(name, goapp.Div().ID(id+"-about").Body(s.about(service)...)), s.trackers(service)...)...),
			goapp.Div().Class("temoin-answer").Body(
				s.radio(service.ID, AcceptValue, accept, true),
				s.radio(service.ID, RefuseValue, refuse, false),
			),
		)
}

// about says what a service is and who answers for it: a screen reader says it before it asks for the answer.
func (s *Settings) about(service portal.Service) []goapp.UI {
	texts := s.Portal.Texts.Panel
	var lines []goapp.UI
	if service.Description.Text != "" {
		lines = append(lines, goapp.P().Body(Line(service.Description)...))
	}
	who := portal.Fill(texts.Who, "provider", service.Provider, "controller", service.Controller)
	if service.Provider == service.Controller {
		who = portal.Fill(texts.Provider, "provider", service.Provider)
	}
	line := []goapp.UI{goapp.Text(who)}
	if service.Privacy != "" && service.NeedsConsent() {
		line = append(line, goapp.Text(" "), goapp.A().Href(attribute(service.Privacy)).
			Text(portal.Fill(texts.Privacy, "controller", service.Controller)))
	}
	return append(lines, goapp.P().Body(line...))
}

// trackers names those that a service uses, if any.
func (s *Settings) trackers(service portal.Service) []goapp.UI {
	var trackers []string
	for i, t := range service.Trackers {
		trackers = append(trackers, isolate(s.Portal, t.Name)+" ("+s.Portal.Texts.Inside(service.Durations[i])+")")
	}
	if len(trackers) == 0 {
		return nil
	}
	return []goapp.UI{goapp.P().Text(portal.Fill(s.Portal.Texts.Panel.Trackers, "trackers", s.Portal.Texts.List(trackers)))}
}

func (s *Settings) radio(service, value, label string, granted bool) goapp.UI {
	id := radioID(service, value)
	input := goapp.Input().ID(id).Type("radio").Name(service).Value(value)
	if answer, answered := s.Answers[service]; answered && answer == granted {
		input = input.Checked(true)
	}
	return goapp.Label().For(id).Body(input, goapp.Span().Text(label))
}

func radioID(service, value string) string { return "temoin-" + service + "-" + value }

func (s *Settings) always() goapp.UI {
	texts := s.Portal.Texts.Panel
	var services []goapp.UI
	for _, service := range s.Portal.Services {
		if !service.TakesAnswer() {
			services = append(services, goapp.Li().Class("temoin-service").Body(
				goapp.Div().Class("temoin-about").Body(append([]goapp.UI{
					goapp.Strong().Body(Line(service.Name)...),
					goapp.Div().Body(s.about(service)...),
				}, s.trackers(service)...)...),
				goapp.Span().Class("temoin-state").Text(texts.AlwaysActive),
			))
		}
	}
	return goapp.Div().Class("temoin-always").Body(
		heading(s.Level, goapp.Text(texts.Always)),
		goapp.P().Text(texts.AlwaysIntro),
		// As the banner's: without markers.
		goapp.Ul().Role("list").Body(services...),
	)
}
