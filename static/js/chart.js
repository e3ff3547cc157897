// Draw Plotly's figures over the pictures that stand in the page. The text, the pictures and the tables are there
// before this runs, and stay for those who print, listen or have no script.

const page = document.querySelector("[data-figures]");

function loadPlotly(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  });
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// Give marks the colours of the theme that is in use; the figures come with those of the light one.
function themed(figure) {
  const ink = colour("--ink");
  const data = figure.data.map((trace) => {
    const platforms = trace.meta?.platforms;
    if (trace.meta?.now) {
      const line = { ...trace.marker.line, color: ink };
      return { ...trace, marker: { ...trace.marker, color: colour("--paper"), line } };
    }
    if (trace.meta?.colour) {
      const own = colour(`--${trace.meta.colour}`);
      const line = trace.line && { ...trace.line, color: own };
      return { ...trace, ...(line && { line }), marker: { ...trace.marker, color: own, line: { ...trace.marker.line, color: own } } };
    }
    if (!platforms) return trace;
    const colours = platforms.map((key) => colour(`--${key}`) || colour("--line-strong"));
    if (trace.line) return { ...trace, line: { ...trace.line, color: colours[0] } };
    return { ...trace, marker: { ...trace.marker, color: colours } };
  });
  const { font, xaxis } = figure.layout;
  const layout = {
    ...figure.layout,
    font: { ...font, color: ink, family: getComputedStyle(document.body).fontFamily },
    xaxis: { ...xaxis, gridcolor: colour("--line"), tickfont: { size: 12, color: colour("--ink-soft") } },
    hoverlabel: { bgcolor: colour("--ink"), font: { color: colour("--paper"), size: 14 }, bordercolor: colour("--ink") },
  };
  return { data, layout };
}

async function draw(Plotly, place, figure) {
  const picture = place.querySelector("svg.picture");
  const over = place.querySelector(".chart__plotly") ?? document.createElement("div");
  over.className = "chart__plotly";
  over.setAttribute("aria-hidden", "true"); // the picture below has a name and a table beside it
  place.append(over);
  const { data, layout } = themed(figure);
  const height = picture.getBoundingClientRect().height;
  await Plotly.react(over, data, { ...layout, height, autosize: true }, { displayModeBar: false, responsive: true });
  place.dataset.drawn = "plotly";
}

async function start() {
  const places = [...page.querySelectorAll("[data-figure]")];
  const [answer, Plotly] = await Promise.all([fetch(page.dataset.figures), loadPlotly(page.dataset.plotly)]);
  if (!answer.ok) return;
  const figures = await answer.json();
  const all = () => Promise.all(places.map((place) => draw(Plotly, place, figures[place.dataset.figure])));
  await all();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
}

if (page) {
  if (document.readyState === "complete") start();
  else window.addEventListener("load", start, { once: true });
}
