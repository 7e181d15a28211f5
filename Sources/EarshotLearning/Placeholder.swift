// EarshotLearning
