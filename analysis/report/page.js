// Draws every chart of the page: the specification lies in a script element beside its place.
"use strict";
(async () => {
    const page = document.documentElement;
    const theme = JSON.parse(document.getElementById("chart-theme").textContent);
    const places = [...document.querySelectorAll("div.chart[data-spec]")];
    const options = {
        renderer: "svg",
        config: theme,
        mode: "vega-lite",
        actions: { export: true, source: false, compiled: false, editor: false },
        tooltip: { theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light" },
    };
    let drawn = 0;
    for (const place of places) {
        try {
            const specification = JSON.parse(document.getElementById(place.dataset.spec).textContent);
            const file = place.dataset.spec.replace(/-spec$/, "");
            await vegaEmbed(place, specification, { ...options, downloadFileName: file });
            drawn += 1;
        } catch (problem) {
            place.className = "no-chart";
            place.textContent = "This chart could not be drawn: " + problem.message;
            console.error(problem);
        }
    }
    page.dataset.charts = drawn + " of " + places.length;
})();
