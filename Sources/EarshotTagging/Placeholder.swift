// EarshotTagging
