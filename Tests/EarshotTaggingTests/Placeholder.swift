import Testing
@testable import EarshotTagging
