package portalfile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
)

// inFrench has the keys and values that French owners write in French, without accents.
var inFrench = map[string]string{
	"nom": "name", "titre": "title", "langue": "language", "langues": "languages", "domaine": "domain", "editeur": "publisher", "finalite": "purpose",
	"finalites": "purposes", "confidentialite": "privacy", "adresse": "site", "url": "site", "emplacement": "place", "prestataire": "provider",
	"fournisseur": "provider", "responsable": "controller", "exempte": "exempt", "exemption": "exempt", "traceurs": "trackers", "cookies": "trackers",
	"hotes": "hosts", "hote": "hosts", "duree": "duration", "usage": "use", "dpd": "dpo", "couleur": "accent", "fond": "background", "texte": "text",
	"police": "font", "rayon": "radius", "sombre": "dark", "clair": "light", "bas": "bottom", "coin": "corner", "necessaire": "necessary",
	"necessaires": "necessary", "statistiques": "audience", "mesure": "audience", "reseaux": "social", "personnalisation": "personalisation",
	"publicite": "advertising", "connexion": "authentication", "authentification": "authentication", "securite": "security", "choix": "choice",
	"panier": "basket", "tiers": "third", "interne": "first",
}

var withoutAccents = strings.NewReplacer("é", "e", "è", "e", "ê", "e", "ô", "o", "î", "i", "ç", "c", "à", "a", "û", "u")

// closest returns the candidate that word was probably meant to be, or "".
func closest(word string, candidates []string) string {
	if english := inFrench[withoutAccents.Replace(strings.ToLower(word))]; slices.Contains(candidates, english) {
		return english
	}
	best, bestDistance := "", min(max(2, len(word)/3), len(word))+1
	for _, candidate := range candidates {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), candidate); d < bestDistance && d < len(candidate) {
			best, bestDistance = candidate, d
		}
	}
	return best
}

// didYouMean returns a hint that names the candidate closest to word, or lists them all.
func didYouMean(word string, candidates []string) string {
	if meant := closest(word, candidates); meant != "" {
		return fmt.Sprintf("did you mean %q?", meant)
	}
	return "use one of: " + strings.Join(candidates, ", ")
}
