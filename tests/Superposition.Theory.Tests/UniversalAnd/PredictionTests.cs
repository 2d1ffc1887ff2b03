using System.Globalization;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;
using Xunit.Abstractions;

namespace Superposition.Tests.UniversalAnd;

/// <summary>The constructions err as much as they say they do.</summary>
public class PredictionTests(ITestOutputHelper output)
{
    [Theory, Trait("Paper", "2408.05451 universal AND, basis-aligned inputs")]
    [InlineData("subset", 2)]
    [InlineData("subset", 3)]
    [InlineData("subset", 4)]
    [InlineData("subset-averaging", 2)]
    [InlineData("subset-averaging", 3)]
    [InlineData("subset-averaging", 4)]
    [InlineData("sign", 2)]
    [InlineData("sign", 3)]
    [InlineData("sign", 4)]
    [InlineData("gaussian", 2)]
    [InlineData("gaussian", 3)]
    [InlineData("gaussian", 4)]
    public void Standard_deviations_agree_with_prediction_at_256_features_and_2048_neurons(string kind, int active)
    {
        var (measured, predicted) = Measure(kind, features: 256, neurons: 2048, active, inputs: 1000);
        foreach (var inputClass in predicted.Classes)
        {
            var errors = measured[inputClass.Class];
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind} s={active} {inputClass.Class}: std {errors.Std:F4} predicted {inputClass.Std:F4} ({errors.Std / inputClass.Std:F3}), mean {errors.Mean:F4} predicted {inputClass.Mean:F4}, n {errors.Count}"));
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"max {measured.Epsilon:F3} predicted {predicted.ExpectedMaximum(measured.Inputs):F3} rms {measured.Rms:F4}"));
    }

    private static (ErrorReport Measured, PredictedErrors Predicted) Measure(string kind, int features, int neurons, int active, int inputs)
    {
        var seed = new Seed(2408);
        var size = new UniversalAndSize(new SparseInputs(features, active, Sparsity.Exactly), neurons);
        var construction = UniversalAndConstructions.Find(kind)!;
        using var generator = seed.Generator("construction");
        using var network = construction.Build(size, generator);
        var sample = InputSample.Drawn(size.Inputs, inputs, seed.For("measurement"));
        return (OutputErrors.Measure(network, PairAnds.All(features), sample), construction.Predict(size));
    }
}
