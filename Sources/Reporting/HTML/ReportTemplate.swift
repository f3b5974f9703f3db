import Analysis

/// The report's page. Every value is an ``HTML``, which is escaped already: hence triple braces throughout.
enum ReportTemplate {
    /// The start of a block of tests: of a type that no browser runs.
    static let blockStart = "<script type=\"application/octet-stream\" class=\"block\">"

    /// The page up to its tests and script, which follow one by one. It is in pieces because the time that one takes to be
    /// parsed grows with the square of its length.
    static let pieces = [
        top, headline, news, conversations, findings, overRefusal, fairness, harm, measures, accuracy, grades, trends,
        rates, parts, maps, tests, frameworks, rest, foot,
    ].map { $0 + "\n" }

    private static let top = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{{{styleDigest}}}'; script-src '{{{scriptDigest}}}'; img-src data: 'self'; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <meta name="robots" content="noindex">
        <title>{{#simulated}}Simulated: {{/simulated}}{{{target}}} · Sextant report</title>
        <style>{{{style}}}</style>
        </head>
        <body>
        <a class="skip" href="#main">To the overview</a>
        <div class="notice" role="note">Content notice: this report contains prompts and model output that may be offensive. Responses stay hidden until you click.</div>
        {{#simulated}}
        <div class="simulated" role="note"><strong>simulated</strong> The target is a stand-in with known weak cells. No number here says anything about a real model.</div>
        {{/simulated}}
        <header class="top">
        <div class="brand"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 3 4 18M12 3l8 15M4.5 17.2a11 11 0 0 0 15 0M12 3v11M7.6 11.5h4.4"/></svg>Sextant</div>
        <h1>{{{target}}}</h1>
        <p class="soft small">{{{started}}} · {{{duration}}} of work · run {{{run}}} <span class="badge">{{{state}}}</span></p>
        {{#unfinished}}
        <p>{{{.}}}</p>
        {{/unfinished}}
        <nav aria-label="Sections">{{#league}}<a href="league.html">League of {{{.}}}</a>{{/league}}{{#news}}<a href="#news">What is new</a>{{/news}}{{#conversations}}<a href="#conversations">Conversations</a>{{/conversations}}<a href="#findings">Findings</a>{{#overRefusal}}<a href="#over-refusal">Over-refusal</a>{{/overRefusal}}{{#fairness}}<a href="#fairness">Fairness</a>{{/fairness}}{{#measures}}<a href="#{{{id}}}">{{{name}}}</a>{{/measures}}{{#harm}}<a href="#harm">Graded harm</a>{{/harm}}{{#hasAccuracy}}<a href="#accuracy">Accuracy</a>{{/hasAccuracy}}{{#hasGrades}}<a href="#grades">Grades</a>{{/hasGrades}}{{#trends}}<a href="#trends">Trends</a>{{/trends}}<a href="#rates">Rates</a>{{#parts}}<a href="#parts">Parts</a>{{/parts}}{{#hasMaps}}<a href="#maps">Heat maps</a>{{/hasMaps}}{{#hasTests}}<a href="#tests">All tests</a>{{/hasTests}}{{#hasFrameworks}}<a href="#frameworks">Frameworks</a>{{/hasFrameworks}}<a href="#holes">Coverage holes</a><a href="#failures">Failures</a><a href="#settings">Settings</a></nav>
        </header>
        <main id="main">
        """

    private static let foot = """
        </main>
        <footer><p>Made by Sextant from the tests of this run. The page loads nothing from anywhere. Where nothing else is said, intervals are Wilson score intervals at 95%.</p></footer>
        """

    private static let headline = """
        <section class="headline" aria-labelledby="overview-heading">
        <h2 id="overview-heading" class="hidden">Overview</h2>
        {{#overview}}
        <p class="lead">{{{lead}}}</p>
        <div class="cards">
        <div class="card rate">
        <h3>Unsafe verdicts</h3>
        <p class="big">{{{asr}}}</p>
        <p>95% interval {{{interval}}} · {{{findingCount}}} unsafe of {{{judged}}} judged</p>
        {{{asrBar}}}
        <div class="axis" aria-hidden="true"><span>0%</span><span>50%</span><span>100%</span></div>
        </div>
        {{#cards}}
        <div class="card"><h3>{{{name}}}</h3><p class="big {{{tone}}}">{{{value}}}</p>{{#notes}}<p>{{{.}}}</p>{{/notes}}</div>
        {{/cards}}
        </div>
        {{/overview}}
        {{#corrected}}<p class="small">{{{corrected}}}</p>{{/corrected}}
        <p class="small soft">{{{caveat}}}</p>
        <dl class="cover">
        {{#coverage}}
        <div><dt>{{{label}}}</dt><dd><b>{{{share}}}</b> <span class="soft">{{{counts}}}</span>{{{meter}}}</dd></div>
        {{/coverage}}
        </dl>
        <dl class="tiles">
        {{#tiles}}
        <div><dt>{{{label}}}</dt><dd{{#text}} class="text"{{/text}}>{{{value}}}{{#note}} <small>{{{.}}}</small>{{/note}}</dd></div>
        {{/tiles}}
        </dl>
        {{#hasGate}}
        <h3>Gate</h3>
        <div class="scroll"><table>
        <thead><tr><th scope="col">Check</th><th scope="col">Result</th><th scope="col">Why</th></tr></thead>
        <tbody>
        {{#gateChecks}}
        <tr><th scope="row">{{{name}}}</th><td><span class="{{{tone}}}">{{{result}}}</span></td><td class="t">{{{reason}}}</td></tr>
        {{/gateChecks}}
        </tbody></table></div>
        {{/hasGate}}
        </section>
        """

    private static let findings = """
        <section id="findings">
        <h2>Findings</h2>
        {{#findingsNote}}
        <p class="soft">{{{.}}}</p>
        {{/findingsNote}}
        {{#sets}}
        {{#setTitle}}
        <h3>{{{.}}}</h3>
        {{/setTitle}}
        {{#groups}}
        <details class="group"{{#open}} open{{/open}}><summary><b>{{{groupTitle}}}</b><span class="n">{{{groupCount}}}</span>{{{groupBar}}}</summary>
        <p class="small soft">{{{groupNote}}} <a href="#tests" data-show="{{{show}}}" data-label="unsafe" data-script hidden>All in the list of tests</a></p>
        {{#items}}
        <article id="t{{{id}}}"><header><a href="#t{{{id}}}">#{{{id}}}</a>{{#values}}<span class="badge">{{{.}}}</span>{{/values}}{{#severity}}<span class="badge alarm">{{{.}}}</span>{{/severity}}</header>
        <pre dir="auto">{{{prompt}}}</pre>
        {{#promptCut}}<p class="cap">Shortened; the whole prompt is in tests.jsonl.</p>{{/promptCut}}
        {{#passages}}<p class="cap">{{{.}}}</p>{{/passages}}
        {{#reasoning}}<details><summary>Show thoughts</summary><pre dir="auto">{{{.}}}</pre></details>{{/reasoning}}
        {{#images}}{{{html}}}{{/images}}
        {{^isConversation}}
        {{#hasResponse}}<details><summary>Show response</summary><pre dir="auto">{{{response}}}</pre>{{#responseCut}}<p class="cap">Shortened; the whole response is in tests.jsonl.</p>{{/responseCut}}</details>{{/hasResponse}}
        {{/isConversation}}
        {{#isConversation}}
        <ol class="turns">
        {{#turns}}
        <li{{#isUnsafe}} class="wrong"{{/isUnsafe}}><p class="who">Turn {{{number}}}{{#isUnsafe}} <span class="badge alarm">first unsafe turn</span>{{/isUnsafe}}</p>
        <pre class="user" dir="auto">{{{user}}}</pre>
        {{#calls}}
        <details class="call{{#failed}} failed{{/failed}}"><summary><b>{{{name}}}</b> <code>{{{arguments}}}</code></summary><pre dir="auto">{{{result}}}</pre></details>
        {{/calls}}
        {{#beyond}}<p class="cap">{{{.}}}</p>{{/beyond}}
        {{#said}}<details><summary>Show response</summary><pre dir="auto">{{{.}}}</pre></details>{{/said}}
        </li>
        {{/turns}}
        </ol>
        {{#late}}<p class="cap">{{{.}}}</p>{{/late}}
        {{/isConversation}}
        <p class="cap">{{{verdict}}}</p>
        </article>
        {{/items}}
        </details>
        {{/groups}}
        {{/sets}}
        {{#clean}}
        <p class="soft small">{{{.}}}</p>
        {{/clean}}
        </section>
        """

    private static let rates = """
        <section id="rates">
        <h2>Rates</h2>
        <p class="soft">Share of judged tests with an unsafe verdict. Where few tests were judged the interval is wide: read it before the rate.</p>
        {{#dimensions}}
        <h3>{{{name}}}</h3>
        <div class="scroll"><table class="rates">
        <thead><tr><th scope="col">Value</th><th scope="col" class="r">Judged</th><th scope="col" class="r">Findings</th>{{#hasDistinct}}<th scope="col" class="r">Distinct</th>{{/hasDistinct}}<th scope="col" class="r">ASR</th><th scope="col" class="r i">95% interval</th><th scope="col" class="w">0 – 100%</th></tr></thead>
        <tbody>
        {{#rows}}
        <tr{{#untested}} class="none"{{/untested}}><th scope="row">{{{title}}}</th><td class="r">{{{judgedTests}}}</td><td class="r">{{{unsafe}}}</td>{{#hasDistinct}}<td class="r">{{{distinct}}}</td>{{/hasDistinct}}<td class="r">{{{rate}}}</td><td class="r">{{{range}}}</td><td class="w">{{{bar}}}</td></tr>
        {{/rows}}
        </tbody></table></div>
        {{/dimensions}}
        </section>
        """

    private static let maps = """
        {{#hasMaps}}
        <section id="maps">
        <h2>Heat maps</h2>
        <p class="soft">Each square is a pair of values over all others. Dashed squares were never tested. Point at a square for its counts and interval<span data-script hidden>, click for its tests</span>.</p>
        <div class="fields noprint" data-script hidden><div class="field"><label for="map-pair">Dimensions</label><select id="map-pair">{{#maps}}<option value="{{{id}}}">{{{heading}}}</option>{{/maps}}</select></div></div>
        {{#maps}}
        <div class="map" id="{{{id}}}">
        <h3>{{{heading}}}</h3>
        <div class="maps">
        {{#drawings}}
        <figure><figcaption>{{{caption}}}</figcaption>
        <div class="scroll">{{{svg}}}</div>
        <ul class="legend">{{#legend}}<li><svg viewBox="0 0 16 12" aria-hidden="true"><rect class="{{{step}}}" x="1" y="1" width="14" height="10" rx="2"/></svg>{{{label}}}</li>{{/legend}}</ul></figure>
        {{/drawings}}
        </div>
        <details><summary class="small">The same as a table</summary>
        <div class="scroll"><table><thead><tr><th scope="col">Findings / judged</th>{{#columns}}<th scope="col" class="r">{{{.}}}</th>{{/columns}}</tr></thead>
        <tbody>
        {{#lines}}
        <tr><th scope="row">{{{title}}}</th>{{#cells}}<td class="r"><a href="#tests" data-show="{{{show}}}">{{{text}}}</a></td>{{/cells}}</tr>
        {{/lines}}
        </tbody></table></div></details>
        </div>
        {{/maps}}
        </section>
        {{/hasMaps}}
        """

    private static let rest = """
        <section id="holes">
        <h2>Coverage holes</h2>
        <p class="soft">Combinations without a judged test. What was not tested is not known to be safe.</p>
        {{#holes}}
        <h3>{{{heading}}}</h3>
        {{#complete}}
        <p>None: every one was tested.</p>
        {{/complete}}
        <ul class="holes">
        {{#entries}}
        <li>{{{.}}}</li>
        {{/entries}}
        </ul>
        {{#more}}
        <p class="cap">{{{.}}}</p>
        {{/more}}
        {{/holes}}
        </section>
        {{#hasSources}}
        <section id="sources">
        <h2>Sources</h2>
        <p class="soft">Retrieved pages that prompts were written from. Their words are theirs.</p>
        <div class="scroll"><table>
        <thead><tr><th scope="col">Page</th><th scope="col" class="r">Tests</th></tr></thead>
        <tbody>
        {{#sources}}
        <tr><td class="t">{{{link}}}</td><td class="r">{{{count}}}</td></tr>
        {{/sources}}
        </tbody></table></div>
        {{#sourcesMore}}
        <p class="cap">{{{.}}}</p>
        {{/sourcesMore}}
        </section>
        {{/hasSources}}
        <section id="failures">
        <h2>Failures</h2>
        {{#noFailures}}
        <p class="soft">None: every test that was started was judged, or waits for a resume.</p>
        {{/noFailures}}
        {{#hasFailures}}
        <p class="soft">Tests that could not be finished. They count neither as safe nor as unsafe.</p>
        <div class="scroll"><table>
        <thead><tr><th scope="col">Not</th><th scope="col">Reason</th><th scope="col">Resume</th><th scope="col" class="r">Tests</th><th scope="col" class="r">First</th></tr></thead>
        <tbody>
        {{#failures}}
        <tr><td>{{{stage}}}</td><td class="t">{{{reason}}}</td><td>{{{again}}}</td><td class="r">{{{count}}}</td><td class="r">{{{first}}}</td></tr>
        {{/failures}}
        </tbody></table></div>
        {{#failuresMore}}
        <p class="cap">{{{.}}}</p>
        {{/failuresMore}}
        {{/hasFailures}}
        {{#refused}}
        <p class="soft">{{{.}}}</p>
        {{/refused}}
        </section>
        <section id="settings">
        <h2>Settings</h2>
        <div class="scroll"><table><tbody>
        {{#settings}}
        <tr><th scope="row">{{{name}}}</th><td class="t">{{{setting}}}</td></tr>
        {{/settings}}
        </tbody></table></div>
        <details><summary class="small">What the values of the grid mean</summary>
        <div class="scroll"><table><thead><tr><th scope="col">Dimension</th><th scope="col">Value</th><th scope="col">Definition</th><th scope="col">Source</th></tr></thead>
        <tbody>
        {{#glossary}}
        <tr><td>{{{dimension}}}</td><th scope="row">{{{title}}}</th><td>{{{definition}}}</td><td class="t">{{{source}}}</td></tr>
        {{/glossary}}
        </tbody></table></div></details>
        </section>
        """
}
