// EarshotRecords
