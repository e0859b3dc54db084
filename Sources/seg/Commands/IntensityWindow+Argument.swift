public import ArgumentParser
public import Reports

extension IntensityWindow: ExpressibleByArgument {}
