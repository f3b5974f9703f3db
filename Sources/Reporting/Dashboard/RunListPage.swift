import Records

/// The list of runs, which its script keeps up to date.
package struct RunListPage {
    private struct Row {
        let id: HTML
        let target: HTML
        let simulated: Bool
        let league: HTML?
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

    private struct Process {
        let run: HTML
        let work: HTML
        let host: HTML
        let tests: HTML
        let rate: HTML
        let heard: HTML
    }

    private struct Values {
        let title = HTML("Runs")
        let rows: [Row]
        let isEmpty: Bool
        let isReviewed: Bool
        let processes: [Process]
        let isShared: Bool
    }

    private let values: Values

    /// A list.
    ///
    /// - Parameters:
    ///   - runs: in the order in which they are shown
    ///   - isReviewed: whether each has a link to its review queue
    ///   - workers: the processes at work on runs that machines share
    package init(
        _ runs: [DashboardRun], isReviewed: Bool, workers: [(run: String, workers: [WorkerRecord])] = []
    ) {
        let rows = runs.map { run in
            Row(
                id: HTML(run.id), target: HTML(run.target), simulated: run.simulated,
                league: run.league.map { HTML("\($0)") }, started: HTML(UTCDate.text(secondsSince1970: run.startedAt)),
                done: HTML("\(run.done)"),
                budget: HTML("\(run.budget)"),
                cells: run.figures.map { Cell(name: HTML($0.name), text: HTML($0.text)) }, isReviewed: isReviewed)
        }
        let processes = workers.flatMap { run, workers in
            workers.filter { !$0.isGone }.map { worker in
                Process(
                    run: HTML(run), work: HTML(WorkersTable.work(worker)),
                    host: HTML("\(worker.host) \(worker.process)"),
                    tests: HTML("\(worker.tests)"), rate: HTML("\(Int(worker.rate.rounded()))"),
                    heard: HTML(WorkersTable.heard(worker)))
            }
        }
        values = Values(
            rows: rows, isEmpty: rows.isEmpty, isReviewed: isReviewed, processes: processes,
            isShared: !processes.isEmpty)
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
        <td>{{{target}}}{{#simulated}} <strong class="simulated">simulated</strong>{{/simulated}}{{#league}} <a href="/runs/{{{id}}}/league.html">league of {{{.}}}</a>{{/league}}</td><td>{{{started}}}</td>
        <td><progress max="{{{budget}}}" value="{{{done}}}" aria-label="Tests of {{{id}}} that are done"></progress></td>
        {{#cells}}<td data-figure="{{{name}}}">{{{text}}}</td>{{/cells}}
        {{#isReviewed}}<td><a href="/review/{{{id}}}">Review</a></td>{{/isReviewed}}</tr>
        {{/rows}}
        </tbody>
        </table>
        </div>
        {{#isShared}}
        <h2>At work</h2>
        <div class="wide" tabindex="0" role="region" aria-label="At work">
        <table>
        <caption>The processes at work on these runs, as of the moment when this page was loaded.</caption>
        <thead><tr><th scope="col">Run</th><th scope="col">Works</th><th scope="col">Host and process</th>
        <th scope="col">Tests</th><th scope="col">Tests a minute</th><th scope="col">Heard of</th></tr></thead>
        <tbody>
        {{#processes}}
        <tr><th scope="row">{{{run}}}</th><td>{{{work}}}</td><td>{{{host}}}</td><td>{{{tests}}}</td><td>{{{rate}}}</td><td>{{{heard}}}</td></tr>
        {{/processes}}
        </tbody>
        </table>
        </div>
        {{/isShared}}
        """
}
