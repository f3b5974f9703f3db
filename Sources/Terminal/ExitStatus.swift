import ChatModels
import DataSets
import Feedback
import Foundations
import Generation
import Images
import Oracles
import Pipeline
import Reporting
import Retrieval
import Storage
import Workflows

/// How the process ends. Thrown by a command that has said all there is to say.
package enum ExitStatus: Int32, Error {
    /// Done, and within the gate.
    case done = 0
    /// The gate failed.
    case gate = 1
    /// Usage or configuration.
    case usage = 2
    /// A dependency failed: target unreachable, disk full; or a cap is reached.
    case dependency = 3
    /// Interrupted, resumable.
    case interrupted = 130

    /// The status for an error that the modules throw; nil for one of the argument parser's.
    package init?(for error: any Error) {
        switch error {
        case is ConfigurationError, is GenerationError, is OracleError, is LabelError, is WeightsError, is DataSetError,
            is UsageError, is AdaptiveSettingsError, is StoppingRuleError, is RegressionGateError, is ServerError:
            self = .usage
        case let error as ChatError: self = error.isConfiguration ? .usage : .dependency
        case let error as StoreError: self = error.isUsage ? .usage : .dependency
        case let error as SearchError: self = error.isConfiguration ? .usage : .dependency
        case let error as WebhookError: self = error == .address ? .usage : .dependency
        case is ReportError, is BudgetExhausted, is PageFault, is ShelfFault: self = .dependency
        case let error as EmbeddingError: self = error.isConfiguration ? .usage : .dependency
        case is CancellationError: self = .interrupted
        default: return nil
        }
    }
}

extension ChatError {
    fileprivate var isConfiguration: Bool {
        switch self {
        case .unknownProvider, .configuration, .unauthorized: true
        case .persistent(.rejected, _, let isFirst): isFirst
        case .persistent(let error, _, _): error.isConfiguration
        case .rejected, .unavailable, .unreachable, .unreadable, .quota, .wait: false
        }
    }
}

extension StoreError {
    fileprivate var isUsage: Bool {
        switch self {
        case .noSuchRun, .noSuchTest, .noSuchDataSet, .dataSetExists: true
        default: false
        }
    }
}

extension EmbeddingError {
    fileprivate var isConfiguration: Bool {
        if case .unauthorized = self { true } else { false }
    }
}
