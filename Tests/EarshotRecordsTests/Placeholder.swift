import Testing
@testable import EarshotRecords
