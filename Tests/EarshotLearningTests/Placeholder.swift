import Testing
@testable import EarshotLearning
