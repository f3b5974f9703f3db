import DataSets
import SafetyGrid

extension ModelClassification {
    /// Has a model say which hazard each prompt is about.
    ///
    /// - Throws: ``UsageError`` for a grid without hazards; what ``HelperModel/make()`` throws.
    package init(by helper: HelperModel, on grid: Grid) throws {
        guard let hazards = grid.hazards else {
            throw UsageError("--classifier places hazards, and the grid has none")
        }
        self.init(placement: ModelPlacement(model: try helper.make(), hazards: hazards), calls: helper.calls)
    }
}
