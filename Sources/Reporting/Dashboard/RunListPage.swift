/// The list of runs, which its script keeps up to date.
package struct RunListPage {
    private struct Row {
        let id: HTML
        let target: HTML
        let simulated: Bool
        let started: HTML
        let done: HTML
        let budget: HTML
        let cells: [Cell]
        let isReviewed: Bool
    }

    private struct Cell {
        let name: HTML
        let text: HTML
    }

    private struct Values {
        let title = HTML("Runs")
        let rows: [Row]
        let isEmpty: Bool
        let isReviewed: Bool
    }

    private let values: Values

    /// A list.
    ///
    /// - Parameters:
    ///   - runs: in the order in which they are shown
    ///   - isReviewed: whether each has a link to its review queue
    package init(_ runs: [DashboardRun], isReviewed: Bool) {
        let rows = runs.map { run in
            Row(
                id: HTML(run.id), target: HTML(run.target), simulated: run.simulated,
                started: HTML(UTCDate.text(secondsSince1970: run.startedAt)), done: HTML("\(run.done)"),
                budget: HTML("\(run.budget)"),
                cells: run.figures.map { Cell(name: HTML($0.name), text: HTML($0.text)) }, isReviewed: isReviewed)
        }
        values = Values(rows: rows, isEmpty: rows.isEmpty, isReviewed: isReviewed)
    }

    /// The page.
    ///
    /// - Throws: ``ReportError/template(reason:)``.
    package func bytes() throws(ReportError) -> [UInt8] {
        try DashboardFrame.page(Self.template, script: .runList, values)
    }

    private static let template = """
        <h1>Runs</h1>
        <p id="said" role="status">Live: figures change while a run goes on.</p>
        {{#isEmpty}}<p>No runs yet; begin one with: <code>sextant run</code></p>{{/isEmpty}}
        <div class="wide" tabindex="0" role="region" aria-label="Runs">
        <table>
        <caption>Runs, newest first. The share is that of findings among the judged tests that ask for harm, which the policy chose, and over-refusal that of refused twins; a run's report has its rates over the grid.</caption>
        <thead><tr><th scope="col">Run</th><th scope="col">Target</th><th scope="col">Started</th>
        <th scope="col">Progress</th><th scope="col">State</th><th scope="col">Tests</th><th scope="col">Findings</th>
        <th scope="col">Share</th><th scope="col">Over-refusal</th><th scope="col">Errors</th>{{#isReviewed}}<th scope="col">Review</th>{{/isReviewed}}</tr></thead>
        <tbody>
        {{#rows}}
        <tr data-run="{{{id}}}"><th scope="row"><a href="/runs/{{{id}}}/report">{{{id}}}</a></th>
        <td>{{{target}}}{{#simulated}} <strong class="simulated">simulated</strong>{{/simulated}}</td><td>{{{started}}}</td>
        <td><progress max="{{{budget}}}" value="{{{done}}}" aria-label="Tests of {{{id}}} that are done"></progress></td>
        {{#cells}}<td data-figure="{{{name}}}">{{{text}}}</td>{{/cells}}
        {{#isReviewed}}<td><a href="/review/{{{id}}}">Review</a></td>{{/isReviewed}}</tr>
        {{/rows}}
        </tbody>
        </table>
        </div>
        """
}
