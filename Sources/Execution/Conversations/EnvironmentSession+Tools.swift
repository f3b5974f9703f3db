import Environments

extension EnvironmentSession: ToolSession {}
