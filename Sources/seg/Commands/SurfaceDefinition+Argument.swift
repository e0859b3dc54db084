public import ArgumentParser
public import Evaluation

extension SurfaceDefinition: ExpressibleByArgument {}
