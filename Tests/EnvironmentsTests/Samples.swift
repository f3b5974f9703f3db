import Foundations

@testable import Environments
