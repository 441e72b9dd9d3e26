package portalfile

import (
	"fmt"
	"strings"

	"temoin/internal/consent"
)

// neverExempt are trackers that serve advertising, profiling or the provider's own ends, whatever the portal does: none of the exemptions covers
// them. From the providers' own lists of cookies, read 2026-11; names that others use too (fr, sid) are left out.
var neverExempt = []struct{ provider, names string }{
	{"Google Analytics", "_ga _ga_* _gid _gat* _gac_* __utma __utmb __utmc __utmz __utmt"},
	{"Google Ads", "_gcl_* IDE DSID NID ANID 1P_JAR __gads __gpi test_cookie"},
	{"YouTube", "VISITOR_INFO1_LIVE VISITOR_PRIVACY_METADATA YSC"},
	{"Facebook", "_fbp _fbc datr"},
	{"Hotjar", "_hj*"},
	{"Microsoft Clarity or Advertising", "_clck _clsk _uetsid _uetvid MUID ANONCHK"},
	{"HubSpot", "hubspotutk __hstc __hssc __hssrc"},
	{"LinkedIn", "li_fat_id li_sugr bcookie bscookie lidc UserMatchHistory AnalyticsSyncHistory"},
	{"X", "personalization_id guest_id guest_id_ads guest_id_marketing muc_ads"},
	{"TikTok", "_ttp _tt_enable_cookie"},
	{"Pinterest", "_pin_unauth _pinterest_ct_ua"},
	{"Snapchat", "_scid _scid_r"},
	{"Criteo", "cto_bundle cto_bidid"},
	{"Adobe", "AMCV_* AMCVS_* demdex s_vi s_fid"},
	{"Mixpanel, Amplitude or Segment", "mp_*_mixpanel amplitude_id* ajs_anonymous_id ajs_user_id"},
	{"Optimizely, VWO or AB Tasty", "optimizelyEndUserId _vwo_uuid* _vis_opt_* ABTasty ABTastySession"},
	{"Vimeo", "vuid"},
	{"Dailymotion", "dmvk v1st"},
	{"Intercom", "intercom-id-*"},
	{"Matomo, which keeps where visitors come from and so goes beyond the exemption", "_pk_ref*"},
}

// audienceOnly are trackers of audience measurement that can be exempt, but for no other reason than audience.
const audienceOnly = "_pk_* atuserid atidvisitor xtuid xtvrn _pcid etuix"

// checkExempt holds an exempt service to trackers that can be exempt.
func (d *document) checkExempt(path string, s fileService) {
	if s.Exempt == "" {
		return
	}
	for i, t := range s.Trackers {
		at := fmt.Sprintf("%s.trackers[%d].name", path, i)
		if provider := neverExemptProvider(t.Name); provider != "" {
			d.faultAt(at, fmt.Sprintf("%q is a tracker of %s: no exemption covers it", t.Name, provider),
				"move it to a service without exempt: it may run once visitors agree").under(RuleExempt, sourceExemptions, sourceMislabelled)
		} else if s.Exempt != string(consent.ExemptAudience) && overlapsAny(t.Name, audienceOnly) {
			d.faultAt(at, fmt.Sprintf("%q measures the audience, and is declared exempt for %s", t.Name, s.Exempt),
				"write exempt: audience if the measurement keeps to the CNIL's conditions, or leave exempt out").under(RuleExempt, sourceAudience)
		}
	}
}

func neverExemptProvider(name string) string {
	for _, known := range neverExempt {
		if overlapsAny(name, known.names) {
			return known.provider
		}
	}
	return ""
}

func overlapsAny(name, patterns string) bool {
	for pattern := range strings.FieldsSeq(patterns) {
		if overlaps(name, pattern) {
			return true
		}
	}
	return false
}

// overlaps reports whether two names or patterns can mean the same tracker: one fits the other, its own * taken for a character.
func overlaps(a, b string) bool {
	if strings.Trim(a, "*") == "" || strings.Trim(b, "*") == "" {
		return a == b
	}
	return consent.Tracker{Name: a}.Matches(b) || consent.Tracker{Name: b}.Matches(a)
}

// checkRegimes holds the trackers of all services to one regime each: a tracker that serves two ends is exempt only if both are.
func (d *document) checkRegimes(services []fileService) {
	for i, exempt := range services {
		for j, asked := range services {
			if exempt.Exempt == "" || asked.Exempt != "" {
				continue
			}
			for k, e := range exempt.Trackers {
				for _, a := range asked.Trackers {
					if e.Name == "" || !overlaps(e.Name, a.Name) || (e.Party == thirdParty) != (a.Party == thirdParty) {
						continue
					}
					at := fmt.Sprintf("services[%d].trackers[%d].name", i, k)
					message := fmt.Sprintf("%q is exempt here, and %q of %q needs consent%s", e.Name, a.Name, asked.ID, d.atLine(fmt.Sprintf("services[%d]", j)))
					// One exact name can be taken out of a pattern; a pattern or the same name cannot.
					if e.Name != a.Name && !strings.Contains(e.Name, "*") {
						d.warnAt(at, message, "say so only if it is another tracker; it stays when "+asked.ID+" is refused").under(RuleRegime, sourceExemptions)
						continue
					}
					d.faultAt(at, message, "the stricter rule holds for both: take it out of the exempt service").under(RuleRegime, sourceExemptions, sourceMislabelled)
				}
			}
		}
	}
}

// atLine says in which line the value at a path stands.
func (d *document) atLine(path string) string {
	if at := d.place(path); at != nil {
		return fmt.Sprintf(" (line %d)", at.Line)
	}
	return ""
}
