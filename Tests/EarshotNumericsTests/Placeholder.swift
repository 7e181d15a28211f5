import Testing
@testable import EarshotNumerics
