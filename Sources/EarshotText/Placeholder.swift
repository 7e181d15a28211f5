// EarshotText
