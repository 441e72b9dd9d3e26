package main

import "time"

// formerAsset is an asset that nothing served today names any more.
type formerAsset struct {
	asset *asset
	until time.Time
}

// formerKept is how long such an asset is served: a page that was opened before a change may ask for it as long as it stays open.
const formerKept = 24 * time.Hour

// maxFormer bounds them where files change all the time, which is not what portals do.
const maxFormer = 2000

// stillAsked returns the assets that are to outlive the present state: its portals' own, and what is left of earlier ones.
func (s *sites) stillAsked() map[string]formerAsset {
	now := time.Now()
	kept := map[string]formerAsset{}
	built := map[string]bool{}
	for _, file := range s.built {
		built[file] = true
	}
	for name, a := range s.assets {
		if !built[name] {
			kept[name] = formerAsset{a, now.Add(formerKept)}
		}
	}
	for name, former := range s.former {
		if _, newer := kept[name]; !newer && now.Before(former.until) && len(kept) < maxFormer {
			kept[name] = former
		}
	}
	return kept
}
