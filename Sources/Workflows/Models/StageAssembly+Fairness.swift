import ChatModels
import Execution
import Images
import Oracles
import Pipeline
import Records

extension StageAssembly {
    /// What draws neutral prompts; nil for a run without them. They go out at once also where tests go out in batches.
    func fairness(
        _ models: ModelFactory, _ prices: PriceList?, _ spending: Spending
    ) throws -> FairnessSampling? {
        guard let set = basis.fairnessSet, let shelf, let judge = request.oracle.judge else { return nil }
        let address = request.oracle.judgeBaseURL
        let target = try models.model(request.target.model, baseURL: request.target.baseURL)
        let reader = PerceptionReader(
            model: helper(
                WatchedModel(try models.model(judge, baseURL: address)), .judge, request.oracle.judgeOptions,
                address: address, prices: prices, spending: spending),
            attributes: set.attributes)
        return FairnessSampling(
            set: set, images: request.fairness.images ?? FairnessRequest.usualImages,
            executor: asking(cached(target, address: request.target.baseURL), prices), reader: reader, shelf: shelf,
            concurrency: request.connection.maxConnections)
    }
}
