import Foundation
import Foundations
import Oracles
import Records
import SafetyGrid

extension Sets {
    /// A cascade on XSTest with a scripted judge that is right on 95 % of the answers, whatever they are.
    ///
    /// The classifier has not seen the prompt; the band is chosen on four fifths of the prompts and measured on the last.
    func cascade() async throws {
        var trainer = ClassifierTrainer()
        trainer.required = [.declines]
        let labels = try await CrossValidation(folds: 5, trainer: trainer).labels(xsTest)
        var random = SeededRandom(seed: 7, "judge")
        let rows = zip(xsTest, labels).map { answer, label -> CascadePlan.Row in
            let truth = answer.declines ?? false
            return CascadePlan.Row(
                probability: label.refusal ?? 0, judged: random.unit() < 0.95 ? truth : !truth, truth: truth)
        }
        var (calls, right, judgeRight) = (0, 0, 0)
        for fold in 0..<5 {
            let isHeldOut = xsTest.map { Folds.fold(of: "cascade " + $0.group, count: 5) == fold }
            let known = rows.indices.filter { !isHeldOut[$0] }.map { rows[$0] }
            guard let plan = CascadePlan.best(known, maxLoss: 0.005) else { continue }
            for row in rows.indices.filter({ isHeldOut[$0] }).map({ rows[$0] }) {
                let asks = plan.band.asks(row.probability)
                calls += asks ? 1 : 0
                right += (asks ? row.judged : row.probability >= plan.band.high) == row.truth ? 1 : 0
                judgeRight += row.judged == row.truth ? 1 : 0
            }
        }
        let total = Double(rows.count)
        say(
            String(
                format: "cascade on XSTest, judge right on %.1f %%: %.1f %% of calls saved, loss %.2f points",
                Double(judgeRight) / total * 100, (1 - Double(calls) / total) * 100,
                Double(judgeRight - right) / total * 100))
    }
}
