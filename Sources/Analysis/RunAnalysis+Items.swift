import Records
import SafetyGrid

extension RunAnalysis {
    /// The accuracy of a run of items; nil for a run of prompts, and before the first verdict.
    package var accuracy: ItemAccuracy? {
        statistics.items.accuracy(reference: run.basis.itemReference?.accuracy)
    }

    /// The accuracy of each category that has a verdict, in the grid's order.
    package var accuracyByCategory: [(id: String, title: String, accuracy: ItemAccuracy)] {
        run.grid.groups.values.enumerated().compactMap { cell, value in
            statistics.items.accuracy(ofCell: cell, reference: run.basis.itemReference?.categories[value.id]).map {
                (value.id, value.title, $0)
            }
        }
    }
}
