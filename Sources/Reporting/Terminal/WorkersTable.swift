import Analysis
import Records

/// The processes at work on runs.
package enum WorkersTable {
    /// The table for a terminal: a row a process that is live, or fell silent without a word; empty for none.
    package static func text(_ workers: [(run: String, workers: [WorkerRecord])], color: Bool) -> String {
        let rows = workers.flatMap { run, workers in
            workers.filter { !$0.isGone }.map { (run: run, worker: $0) }
        }
        guard !rows.isEmpty else { return "" }
        var table = TextTable([
            .init("run"), .init("works"), .init("host", flexible: true), .init("process"), .init("calls"),
            .init("tests"), .init("a minute"), .init("heard of"),
        ])
        for (run, worker) in rows {
            table.add([
                run, work(worker), worker.host, worker.process, "\(worker.connections)", "\(worker.tests)",
                "\(Int(worker.rate.rounded()))", heard(worker),
            ])
        }
        return table.text(color: color)
    }

    /// What a process does.
    static func work(_ worker: WorkerRecord) -> String {
        worker.isPlanner ? worker.connections > 0 ? "plans, executes" : "plans" : "executes"
    }

    /// When a process was last heard of.
    static func heard(_ worker: WorkerRecord) -> String {
        worker.isLive ? "\(Int(worker.silence.rounded())) s ago" : "silent for \(Figures.duration(worker.silence))"
    }
}
