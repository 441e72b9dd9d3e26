package report

import (
	"fmt"
	"html/template"
	"io"
	"strings"
)

// Words are a chart's, in the language of those who look at it, and its colon with the spaces that belong to it.
type Words struct{ Title, All, Some, None, Choices, Colon string }

// English returns the words of the command line.
func English() Words {
	return Words{"Choices per day", "all granted", "some granted", "none granted", "choices", ": "}
}

// French returns the words of the page for owners.
func French() Words {
	return Words{"Choix par jour", "tout accepté", "une partie acceptée", "tout refusé", "choix", "\u00a0: "}
}

// The chart's measures, in its own units.
const (
	chartWidth  = 720
	chartHeight = 240
	chartLeft   = 48
	chartTop    = 40
	chartBottom = 28
	widestDay   = 80
)

// The colours differ in lightness too, so that they can be told apart without colours (RGAA 3.1); each has a contrast of 3 on white and on black.
const (
	colourAll  = "#2a6fb0"
	colourSome = "#8a7fc4"
	colourNone = "#c2622d"
)

type chartBar struct {
	X, Y, Width, Height float64
	Colour, Label       string
}

type chartLine struct {
	Y    float64
	Text string
}

type chartText struct {
	X      float64
	Text   string
	Anchor string
}

type chartKey struct {
	X      int
	Colour string
	Text   string
}

var chartTemplate = template.Must(template.New("chart").Parse(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{.Width}} {{.Height}}" role="img" aria-label="{{.Label}}" font-family="system-ui, sans-serif" font-size="12" fill="currentColor">
<title>{{.Title}}</title>
{{- range .Keys}}
<rect x="{{.X}}" y="8" width="12" height="12" fill="{{.Colour}}"/><text x="{{.X}}" dx="17" y="18">{{.Text}}</text>
{{- end}}
{{- range .Lines}}
<line x1="48" x2="{{$.Width}}" y1="{{.Y}}" y2="{{.Y}}" stroke="currentColor" stroke-opacity="0.25"/><text x="42" y="{{.Y}}" dy="4" text-anchor="end">{{.Text}}</text>
{{- end}}
{{- range .Bars}}
<rect x="{{.X}}" y="{{.Y}}" width="{{.Width}}" height="{{.Height}}" fill="{{.Colour}}"><title>{{.Label}}</title></rect>
{{- end}}
{{- range .Texts}}
<text x="{{.X}}" y="{{$.Height}}" dy="-8" text-anchor="{{.Anchor}}">{{.Text}}</text>
{{- end}}
</svg>
`))

// WriteChart writes the days as an SVG chart of stacked bars. The colour of its texts is that of what it stands in.
func (t Tally) WriteChart(w io.Writer, words Words) error {
	most := int64(1)
	for _, d := range t.Days {
		most = max(most, d.Sum())
	}
	step := roundStep(most)
	top := (most + step - 1) / step * step
	const height = chartHeight - chartTop - chartBottom
	scale := float64(height) / float64(top)
	base := float64(chartTop + height)
	var bars []chartBar
	// A single day is no wall.
	width := min(float64(chartWidth-chartLeft)/float64(max(1, len(t.Days))), widestDay)
	for i, d := range t.Days {
		y := base
		for _, part := range []struct {
			n            int64
			colour, word string
		}{{d.None, colourNone, words.None}, {d.Some, colourSome, words.Some}, {d.All, colourAll, words.All}} {
			if part.n == 0 {
				continue
			}
			tall := float64(part.n) * scale
			y -= tall
			bars = append(bars, chartBar{
				X: round(chartLeft + float64(i)*width + width*0.1), Y: round(y), Width: round(width * 0.8), Height: round(tall),
				Colour: part.colour, Label: fmt.Sprintf("%s%s%d %s, %s", d.Day, words.Colon, part.n, words.Choices, part.word),
			})
		}
	}
	var lines []chartLine
	for value := int64(0); value <= top; value += step {
		lines = append(lines, chartLine{round(base - float64(value)*scale), fmt.Sprint(value)})
	}
	var texts []chartText
	if n := len(t.Days); n > 0 {
		texts = append(texts, chartText{chartLeft, t.Days[0].Day, "start"})
		if n > 1 {
			texts = append(texts, chartText{chartWidth, t.Days[n-1].Day, "end"})
		}
	}
	label := fmt.Sprintf("%s%s%d %s", words.Title, words.Colon, t.Choices, words.Choices)
	err := chartTemplate.Execute(w, map[string]any{
		"Width": chartWidth, "Height": chartHeight, "Title": words.Title, "Label": label, "Bars": bars, "Lines": lines, "Texts": texts,
		"Keys": []chartKey{{chartLeft, colourAll, words.All}, {chartLeft + 180, colourSome, words.Some}, {chartLeft + 360, colourNone, words.None}},
	})
	if err != nil {
		return fmt.Errorf("draw chart: %w", err)
	}
	return nil
}

// Chart returns WriteChart's SVG, to stand in a page.
func (t Tally) Chart(words Words) (template.HTML, error) {
	var b strings.Builder
	err := t.WriteChart(&b, words)
	return template.HTML(b.String()), err
}

// roundStep returns a round distance between the lines of a chart: 1, 2 or 5 times a power of ten.
func roundStep(most int64) int64 {
	const lines = 4
	step := int64(1)
	for {
		for _, factor := range []int64{1, 2, 5} {
			if step*factor*lines >= most {
				return step * factor
			}
		}
		step *= 10
	}
}

func round(x float64) float64 { return float64(int64(x*100+0.5)) / 100 }
