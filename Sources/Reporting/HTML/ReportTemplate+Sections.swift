import Analysis

/// Sections that a report has when there is something to say in them.
extension ReportTemplate {
    static let news = """
        {{#news}}
        <section id="news">
        <h2>What is new</h2>
        <p class="soft">{{{since}}}</p>
        {{#lists}}
        <h3>{{{heading}}}</h3>
        <ul class="plainlist">
        {{#lines}}
        <li>{{{text}}}{{#show}} <a class="small" href="#tests" data-show="{{{.}}}" data-script hidden>tests</a>{{/show}}</li>
        {{/lines}}
        </ul>
        {{#more}}
        <p class="cap">{{{.}}}</p>
        {{/more}}
        {{/lists}}
        {{^lists}}
        <p>Nothing is certain to have changed.</p>
        {{/lists}}
        </section>
        {{/news}}
        """

    static let overRefusal = """
        {{#overRefusal}}
        <section id="over-refusal">
        <h2>Over-refusal</h2>
        <p class="soft">{{{note}}}</p>
        {{{chart}}}
        <div class="scroll"><table>
        <thead><tr><th scope="col">Hazard</th><th scope="col" class="r">Refused</th><th scope="col" class="r">Over-refusal</th><th scope="col" class="r">95% interval</th><th scope="col" class="r">ASR of the harmful</th></tr></thead>
        <tbody>
        {{#rows}}
        <tr><th scope="row">{{{title}}}</th><td class="r">{{{counts}}}</td><td class="r">{{{rate}}}</td><td class="r">{{{range}}}</td><td class="r">{{{harm}}}</td></tr>
        {{/rows}}
        </tbody></table></div>
        {{#findings}}
        <details><summary class="small">{{{place}}}: {{{prompt}}}</summary><p>{{{response}}}</p></details>
        {{/findings}}
        {{#more}}
        <p class="cap">{{{.}}}</p>
        {{/more}}
        </section>
        {{/overRefusal}}
        """

    static let fairness = """
        {{#fairness}}
        <section id="fairness">
        <h2>Fairness</h2>
        <p class="soft">{{{note}}}</p>
        <p class="small">{{{images}}}</p>
        {{#attributes}}
        <h3>{{{name}}}</h3>
        {{{table}}}
        {{/attributes}}
        </section>
        {{/fairness}}
        """

    static let harm = """
        {{#harm}}
        <section id="harm">
        <h2>Graded harm</h2>
        <p class="soft">{{{harmNote}}}</p>
        {{#tables}}
        <h3>{{{harmName}}}</h3>
        <div class="scroll"><table>
        <thead><tr><th scope="col">Value</th><th scope="col" class="r">Graded</th><th scope="col" class="r">Not graded</th><th scope="col" class="r">Mean score</th><th scope="col" class="r">95% interval</th><th scope="col" class="r">ASR</th></tr></thead>
        <tbody>
        {{#harmRows}}
        <tr><th scope="row">{{{title}}}</th><td class="r">{{{graded}}}</td><td class="r">{{{ungraded}}}</td><td class="r">{{{mean}}}</td><td class="r">{{{range}}}</td><td class="r">{{{asr}}}</td></tr>
        {{/harmRows}}
        </tbody></table></div>
        {{/tables}}
        </section>
        {{/harm}}
        """

    static let measures = """
        {{#measures}}
        <section id="{{{id}}}">
        <h2>{{{name}}}</h2>
        <p class="soft">{{{note}}}</p>
        <div class="scroll"><table>
        <thead><tr><th scope="col">{{{subject}}}</th>{{#heads}}<th scope="col" class="r">{{{.}}}</th>{{/heads}}</tr></thead>
        <tbody>
        {{#rows}}
        <tr><th scope="row">{{{title}}}</th>{{#cells}}<td class="r">{{{.}}}</td>{{/cells}}</tr>
        {{/rows}}
        </tbody></table></div>
        </section>
        {{/measures}}
        """

    static let frameworks = """
        {{#hasFrameworks}}
        <section id="frameworks">
        <h2>Frameworks</h2>
        <p class="soft">What published frameworks ask, and which tests of this run have to do with it. A test counts in every item that its values belong to; rates are of the tests themselves. Related: tests say something of an item and do not cover it. A passed test proves no compliance.</p>
        {{#frameworks}}
        <details><summary>{{{name}}}: {{{counts}}}</summary>
        <p class="cap">{{{source}}}</p>
        <div class="scroll"><table>
        <thead><tr><th scope="col">Item</th><th scope="col">State</th><th scope="col" class="r">Judged</th><th scope="col" class="r">Findings</th><th scope="col" class="r">ASR</th><th scope="col" class="r">95% interval</th></tr></thead>
        <tbody>
        {{#rows}}
        <tr><th scope="row">{{{itemID}}} {{{title}}}{{#advice}}<br><small class="soft">{{{.}}}</small>{{/advice}}</th><td><span class="{{{tone}}}">{{{itemState}}}</span></td><td class="r">{{{judged}}}</td><td class="r">{{{unsafe}}}</td><td class="r">{{{rate}}}</td><td class="r">{{{range}}}</td></tr>
        {{/rows}}
        </tbody></table></div>
        </details>
        {{/frameworks}}
        </section>
        {{/hasFrameworks}}
        """

    static let parts = """
        {{#parts}}
        <section id="parts">
        <h2>Parts of prompts</h2>
        <p class="soft">{{{note}}}</p>
        {{#tables}}
        <h3>{{{name}}}</h3>
        <div class="scroll"><table class="rates">
        <thead><tr><th scope="col">Value</th><th scope="col" class="r">Judged</th><th scope="col" class="r">Findings</th><th scope="col" class="r">Distinct</th><th scope="col" class="r">Share</th><th scope="col" class="r i">95% interval</th></tr></thead>
        <tbody>
        {{#rows}}
        <tr><th scope="row">{{{value}}}</th><td class="r">{{{judged}}}</td><td class="r">{{{unsafe}}}</td><td class="r">{{{distinct}}}</td><td class="r">{{{share}}}</td><td class="r">{{{range}}}</td></tr>
        {{/rows}}
        </tbody></table></div>
        {{#more}}
        <p class="cap">{{{.}}}</p>
        {{/more}}
        {{/tables}}
        </section>
        {{/parts}}
        """

    static let accuracy = """
        {{#hasAccuracy}}
        <section id="accuracy">
        <h2>Accuracy</h2>
        <p class="soft">{{{accuracyNote}}}</p>
        <div class="scroll"><table>
        <thead><tr><th scope="col">Category</th><th scope="col" class="r">Right</th><th scope="col" class="r">Accuracy</th><th scope="col" class="r">95% interval</th><th scope="col" class="r">Chance</th><th scope="col" class="r">Reference</th></tr></thead>
        <tbody>
        {{#accuracies}}
        <tr><th scope="row">{{{title}}}</th><td class="r">{{{right}}}</td><td class="r"><span class="{{{tone}}}">{{{rate}}}</span></td><td class="r">{{{range}}}</td><td class="r">{{{chance}}}</td><td class="r">{{{reference}}}</td></tr>
        {{/accuracies}}
        </tbody></table></div>
        </section>
        {{/hasAccuracy}}
        """

    static let conversations = """
        {{#conversations}}
        <section id="conversations">
        <h2>Conversations</h2>
        <p class="soft">{{{note}}}</p>
        <div class="scroll"><table class="rates">
        <thead><tr><th scope="col">Safety beside helpfulness</th><th scope="col" class="r">Of</th><th scope="col" class="r">Share</th><th scope="col" class="r i">95% interval</th><th scope="col" class="w">0 – 100%</th></tr></thead>
        <tbody>
        {{#shares}}
        <tr><th scope="row">{{{name}}}</th><td class="r">{{{of}}}</td><td class="r">{{{share}}}</td><td class="r">{{{range}}}</td><td class="w">{{{bar}}}</td></tr>
        {{/shares}}
        </tbody></table></div>
        <h3>Turns until the first unsafe response</h3>
        <p class="soft small">The chance that a conversation has had an unsafe response by a turn (Kaplan-Meier, log-log intervals at 95%).{{#hasControl}} The control is as many single prompts on the same asks.{{/hasControl}}</p>
        <div class="scroll"><table>
        <thead><tr><th scope="col">Strategy</th><th scope="col" class="r">Conversations</th><th scope="col" class="r">Median turn</th>{{#turnNames}}<th scope="col" class="r">By turn {{{.}}}</th>{{/turnNames}}<th scope="col" class="r">95% interval</th><th scope="col" class="r">More than its control</th></tr></thead>
        <tbody>
        {{#strategies}}
        <tr><th scope="row">{{{title}}}</th><td class="r">{{{count}}}</td><td class="r">{{{median}}}</td>{{#risks}}<td class="r">{{{.}}}</td>{{/risks}}<td class="r">{{{range}}}</td><td class="r">{{{uplift}}}</td></tr>
        {{/strategies}}
        </tbody></table></div>
        {{#aware}}
        <p class="small">{{{.}}}</p>
        {{/aware}}
        </section>
        {{/conversations}}
        """

    static let grades = """
        {{#hasGrades}}
        <section id="grades">
        <h2>Grades</h2>
        <p class="soft">Relative to: {{{gradeTitle}}}. Graded are rates of {{{gradeBasis}}}, averages over the cells of the grid. Where the interval reaches over two grades, both stand here.</p>
        <div class="scroll"><table>
        <thead><tr><th scope="col">Of</th><th scope="col">Grade</th><th scope="col" class="r">Rate</th><th scope="col" class="r">95% interval</th><th scope="col" class="r">Reference</th><th scope="col" class="r">To settle</th></tr></thead>
        <tbody>
        {{#grades}}
        <tr><th scope="row">{{{title}}}</th><td><span class="{{{tone}}}">{{{grade}}}</span></td><td class="r">{{{rate}}}</td><td class="r">{{{range}}}</td><td class="r">{{{reference}}}</td><td class="r">{{{settle}}}</td></tr>
        {{/grades}}
        </tbody></table></div>
        </section>
        {{/hasGrades}}
        """

    static let trends = """
        {{#trends}}
        <section id="trends">
        <h2>Trends</h2>
        <p class="soft">{{{note}}}</p>
        {{{chart}}}
        {{#hasTwins}}<h3>Over-refusal</h3>{{{overRefusal}}}{{/hasTwins}}
        <div class="multiples">
        {{#each}}
        <div><h3>{{{name}}}</h3>{{{svg}}}</div>
        {{/each}}
        </div>
        <details><summary class="small">The same as a table</summary>
        <div class="scroll"><table>
        <thead><tr><th scope="col">Began</th><th scope="col">Run</th><th scope="col" class="r">Judged</th><th scope="col" class="r">Findings</th><th scope="col" class="r">Rate</th><th scope="col" class="r">95% interval</th>{{#hasTwins}}<th scope="col" class="r">Over-refusal</th>{{/hasTwins}}</tr></thead>
        <tbody>
        {{#rows}}
        <tr><th scope="row">{{{date}}}</th><td class="t">{{{run}}}</td><td class="r">{{{judged}}}</td><td class="r">{{{unsafe}}}</td><td class="r">{{{rate}}}</td><td class="r">{{{range}}}</td>{{#hasTwins}}<td class="r">{{{overRefusal}}}</td>{{/hasTwins}}</tr>
        {{/rows}}
        </tbody></table></div></details>
        </section>
        {{/trends}}
        """

    static let tests = """
        {{#hasTests}}
        <section id="tests">
        <h2 id="tests-heading" tabindex="-1">All tests</h2>
        {{#testsNote}}
        <p class="soft">{{{.}}}</p>
        {{/testsNote}}
        <noscript><p>The list of all tests needs JavaScript, of this page alone. Without it, tests.jsonl beside this file has them, and <b>sextant show</b> shows one.</p></noscript>
        <div data-script hidden>
        <div class="fields" id="filters" role="search" aria-label="Tests">
        <div class="field wide"><label for="search">Search in prompts, responses and reasons (the key / leads here)</label><input id="search" type="search" autocomplete="off" spellcheck="false"></div>
        <div class="field"><label for="filter-label">Verdict</label><select id="filter-label"><option value="">any</option><option value="unsafe">unsafe</option><option value="safe">safe</option><option value="unknown">unknown</option><option value="failed">failed</option><option value="unfinished">unfinished</option><option value="differ">oracles differ</option><option value="people">labelled by people</option></select></div>
        <div class="field"><label for="filter-round">Round</label><select id="filter-round"><option value="-1">any</option></select></div>
        </div>
        <div class="bar-line"><p id="count" role="status">Reading the tests.</p><button type="button" id="clear" class="noprint">Clear filters</button></div>
        <div class="scroll" role="region" aria-label="List of tests" tabindex="0"><table class="tests">
        <caption class="hidden">Tests that pass the filters</caption>
        <thead><tr id="headings"><th scope="col">Test</th><th scope="col">Verdict</th><th scope="col">Prompt</th></tr></thead>
        <tbody id="rows"></tbody></table></div>
        <div class="bar-line"><div class="pages" role="group" aria-label="Pages of the list"><button type="button" id="first">First</button><button type="button" id="back">Back</button><button type="button" id="next">Next</button><button type="button" id="last">Last</button></div><p id="page" role="status"></p></div>
        </div>
        </section>
        {{/hasTests}}
        """
}
