package main

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"temoin/internal/online"
	"temoin/internal/portal"
	"temoin/internal/portal/portalfile"
)

// checkOnline looks at a page as it is served, and compares it with the portals of the files. It adds to the findings.
func checkOnline(ctx context.Context, page string, portals []portal.Portal, files []string, findings portalfile.Findings) (*online.Report, portalfile.Findings, error) {
	var expected []online.Expected
	if len(portals) > 0 {
		s, err := newSites(portals, "", time.Now)
		if err != nil {
			return nil, nil, err
		}
		for _, made := range s.all {
			site, err := url.Parse(made.portal.Site)
			if err != nil {
				return nil, nil, err
			}
			expected = append(expected, online.Expected{
				File: fileOf(made.portal, files), ID: made.portal.ID, Fingerprint: made.portal.Fingerprint(), Site: site, Loader: made.loader.plain,
			})
		}
	}
	report, found, err := online.Check(ctx, http.DefaultClient, page, expected)
	return &report, slices.Concat(findings, found), err
}

// fileOf returns the one of the files that describes a portal.
func fileOf(p *portal.Portal, files []string) string {
	for _, file := range files {
		if portals, _ := portalfile.Check(file); len(portals) == 1 && portals[0].ID == p.ID {
			return file
		}
	}
	return p.ID
}

// isWebAddress reports whether a text is an absolute http address.
func isWebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil
}
