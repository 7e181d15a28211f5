// EarshotNumerics
