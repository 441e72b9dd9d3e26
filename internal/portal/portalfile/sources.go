package portalfile

// Rules of substance: what the law, the regulators and browsers ask of a portal file that is well formed.
const (
	RuleExempt             Rule = "exempt-tracker"      // declared exempt, but known to need consent
	RuleRegime             Rule = "two-regimes"         // one name, exempt here and asked about there
	RuleDuration           Rule = "duration"            // longer than the law or browsers keep a tracker
	RuleVague              Rule = "vague-wording"       // says nothing about what is done
	RuleDeterrent          Rule = "deterrent-wording"   // talks visitors out of refusing
	RuleLegitimateInterest Rule = "legitimate-interest" // an interest in the place of consent
	RuleUnidentified       Rule = "unidentified"        // no controller, no privacy page
	RuleCookieSize         Rule = "cookie-size"         // the choice would not fit into its cookie
	RuleContrast           Rule = "contrast"            // colours that some visitors cannot read
	RuleUnequal            Rule = "unequal-buttons"     // accepting made more attractive than refusing
	RuleLanguage           Rule = "language"            // a text that is not in every language offered
	RuleGate               Rule = "gate"                // would hold back what the portal itself needs
	RuleOwnCookie          Rule = "own-cookie"          // Témoin's own cookie under another service
	RuleDomain             Rule = "domain"              // a domain that browsers refuse, or that strangers share
)

// What the rules of substance rest on, as findings name it.
const (
	sourceExemptions  = "CNIL, délibération 2020-091 (lignes directrices), article 5"
	sourceMislabelled = "CEPD, Cookie Banner Taskforce, 2023, type I ; CNIL, SAN-2025-010"
	sourceAudience    = "CNIL, « Cookies : solutions pour les outils de mesure d'audience », 4 juillet 2025"
	sourceMaxAge      = "RFC 6265bis, section 5.5 (400 days at most)"
	sourcePurposes    = "CNIL, délibération 2020-092 (recommandation), article 2"
	sourceControllers = "CNIL, délibération 2020-091, article 2 ; RGPD, article 13"
	sourceDeterrent   = "RGPD, articles 4(11) et 7(3) ; CEPD, lignes directrices 03/2022 (emotional steering)"
	sourceInterest    = "loi n° 78-17 du 6 janvier 1978, article 82 ; CEPD, Cookie Banner Taskforce, 2023, type H"
	sourceContrast    = "RGAA 4.1.2, critères 3.2 et 3.3 ; WCAG 2.2, 1.4.3 et 1.4.11"
	sourceEqual       = "CNIL, délibération 2020-092, article 2 ; mises en demeure du 12 décembre 2024"
	sourceLanguage    = "RGPD, article 12(1) ; CEPD, lignes directrices 03/2022 (language discontinuity)"
	sourceCookieSize  = "RFC 6265bis, section 5.6 (name and value of 4096 bytes at most)"
	sourceDomain      = "RFC 6265, section 5.3 ; publicsuffix.org"
)
