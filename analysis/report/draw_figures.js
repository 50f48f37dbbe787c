// For Node.js: draws Vega-Lite specifications. Follows Vega and Vega-Lite in one file.
//   node FILE FIGURE.vl.json FIGURE.svg [FIGURE.vl.json FIGURE.svg]...
"use strict";
(async () => {
    const fs = require("fs");
    const files = process.argv.slice(2);
    for (let i = 0; i + 1 < files.length; i += 2) {
        const specification = JSON.parse(fs.readFileSync(files[i], "utf8"));
        const view = new vega.View(vega.parse(vegaLite.compile(specification).spec), { renderer: "none" });
        fs.writeFileSync(files[i + 1], await view.toSVG());
    }
})().catch((problem) => {
    console.error(problem.message);
    process.exitCode = 1;
});
