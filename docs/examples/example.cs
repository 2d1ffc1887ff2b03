#!/usr/bin/env dotnet
#:package Superposition.Training@0.1.0
#:property UseCurrentRuntimeIdentifier=true
#:property PublishAot=false

// dotnet run example.cs — after `dotnet pack -c Release -o packages` in the repository and `dotnet nuget add source FOLDER/packages`.
using Superposition.Booleans;
using Superposition.Workbench;

var (task, seed) = (PairTask.All(features: 10, active: 3), new Seed(0));
using var trained = Bench.Train(task, neurons: 40, seed);
using var sign = Bench.Construct("sign", task, neurons: 40, seed);
var (learned, random) = (Bench.Measure(trained, task, seed), Bench.Measure(sign, task, seed));
Console.WriteLine($"trained: largest error {learned.Epsilon:F3}; random signs: {random.Epsilon:F3}");
var comparison = Bench.Compare(trained, sign, task, seed);
var (best, signs) = (comparison.A.LeastSquares, comparison.B.LeastSquares);
Console.WriteLine($"the trained layer with the best read-off: rms {best.Rms:F4}; the random signs: {signs.Rms:F4}");
var probed = Bench.Probe(trained, task, seed);
var verdicts = probed.Features.GroupBy(pair => pair.Verdict);
Console.WriteLine(string.Join(", ", verdicts.Select(verdict => $"{verdict.Count()} pairs {verdict.Key}")));
Bench.Save("trained.safetensors", trained, task, seed);
