package portalfile

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// lexicon is a set of expressions that owners' texts had better not use.
type lexicon struct {
	rule    Rule
	pattern *regexp.Regexp
	// says what is wrong with the expression; %q.
	says, hint, source string
}

// vague says nothing about what a tracker does. CNIL, délibération 2020-092, article 2: purposes are told in plain words, each with what it is.
var vague = lexicon{RuleVague, regexp.MustCompile(`(?i)(am[ée]liorer|enrichir|optimiser|faciliter)\s+(votre|l['’]|la|notre|nos|vos|leur)\s*(exp[ée]rience|navigation|confort|services?)` +
	`|exp[ée]rience\s+(optimale|personnalis[ée]e|utilisateur|enrichie)|\boptimis(er|ation|[ée]e?s?)(\s|$|[.,;])|partenaires\s+(de\s+confiance|commerciaux|s[ée]lectionn[ée]s)` +
	`|[àa]\s+des\s+fins\s+(marketing|commerciales|internes)|meilleur\s+service\s+possible|(^|\s)etc\b|^cookies?\s+fonctionnels?\.?$|^(divers|autres?|marketing|technique|fonctionnel)\.?$` +
	`|(improve|enhance)\s+(your|the|user)\s+(user\s+)?experience|trusted\s+partners|mejorar\s+(su|tu|la)\s+experiencia|migliorare\s+(la\s+)?(tua|sua|vostra)?\s*esperienza` +
	`|(ihr|das|dein)\s+(nutzer)?erlebnis\s+(zu\s+)?verbessern|vertrauensw[üu]rdige\s+partner|melhorar\s+(a\s+)?(sua|tua)\s+experi[êe]ncia|millorar\s+la\s+(seva|teva)\s+experi[èe]ncia` +
	`|(uw|je|de)\s+(gebruikers)?ervaring\s+(te\s+)?verbeteren`),
	"%q does not say what is done", "say what the tracker does, for whom and with what: « Compter les visites de chaque page », « Lire les vidéos de la ville »", sourcePurposes}

// deterrent talks visitors out of refusing, or into accepting. CEPD, lignes directrices 03/2022: emotional steering.
var deterrent = lexicon{RuleDeterrent, regexp.MustCompile(`(?i)vous\s+risquez|risque[zr]?\s+de\s+(perdre|ne\s+plus)|vous\s+ne\s+pourrez\s+(plus|pas)|malheureusement|quel\s+dommage|nous\s+vous\s+(recommandons|conseillons|invitons)` +
	`|(fortement|vivement)\s+(recommand|conseill)|(merci|pensez)\s+(d['’]|[àa]\s+)accepter|acceptez\s+(pour|afin)|aidez[- ]nous|soutenez[- ]nous|s['’]il\s+vous\s+pla[iî]t|(d[ée]grad|p[ée]nalis)\S+` +
	`|\b(indispensables?|obligatoires?|essentiels?|essentielles?)\b|sans\s+(ces|ce|votre)\s+(cookies?|traceurs?|accord|consentement),?\s+(le|la|les|vous|nous|ce|notre)` +
	`|(we|strongly)\s+recommend|please\s+accept|help\s+us|you\s+(will|may)\s+(lose|miss)|unfortunately`),
	"%q weighs on the visitor's choice", "say what the service does, and nothing for or against it: refusing is as good an answer as accepting", sourceDeterrent}

// legitimateInterest puts an interest where the law wants consent.
var legitimateInterest = lexicon{RuleLegitimateInterest, regexp.MustCompile(`(?i)int[ée]r[êe]ts?\s+l[ée]gitimes?|legitimate\s+interest|inter[ée]s\s+leg[íi]timo|berechtigte[sn]?\s+interesse|legittimo\s+interesse|interesse\s+legittimo|inter[èe]s\s+leg[íi]tim|interesse\s+leg[íi]timo|gerechtvaardigd\s+belang`),
	"%q takes the place of consent", "a tracker that is not exempt needs consent, whatever the interest: leave the words out", sourceInterest}

func (d *document) checkWords(path string, text words, needsConsent bool) {
	for _, language := range slices.Sorted(maps.Keys(text)) {
		d.checkText(strings.TrimSuffix(path+"."+language, "."), text[language], needsConsent)
	}
}

func (d *document) checkText(path, text string, needsConsent bool) {
	d.warnOf(vague, path, text)
	if !needsConsent {
		return
	}
	d.warnOf(deterrent, path, text)
	if found := legitimateInterest.pattern.FindString(text); found != "" {
		d.faultAt(path, fmt.Sprintf(legitimateInterest.says, found), legitimateInterest.hint).under(legitimateInterest.rule, legitimateInterest.source)
	}
}

func (d *document) warnOf(l lexicon, path, text string) {
	if found := l.pattern.FindString(text); found != "" {
		d.warnAt(path, fmt.Sprintf(l.says, strings.TrimSpace(found)), l.hint).under(l.rule, l.source)
	}
}

// checkWording reads the owner's texts as the CNIL would.
func (d *document) checkWording(f file) {
	for i, p := range f.Purposes {
		path := fmt.Sprintf("purposes[%d]", i)
		d.checkWords(path+".title", p.Title, p.ID != "necessary")
		d.checkWords(path+".description", p.Description, p.ID != "necessary")
	}
	for i, s := range f.Services {
		path := fmt.Sprintf("services[%d]", i)
		d.checkWords(path+".description", s.Description, s.Exempt == "")
		for j, t := range s.Trackers {
			d.checkWords(fmt.Sprintf("%s.trackers[%d].use", path, j), t.Use, s.Exempt == "")
		}
	}
}
