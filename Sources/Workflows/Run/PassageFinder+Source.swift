import Generation
import Retrieval

extension PassageFinder: PassageSource {}
