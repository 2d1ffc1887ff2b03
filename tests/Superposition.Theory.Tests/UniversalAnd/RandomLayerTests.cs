using System.Globalization;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;
using Xunit.Abstractions;

namespace Superposition.Tests.UniversalAnd;

/// <summary>Layers as libraries initialise them represent every AND, with a read-off that is merely calibrated.</summary>
public class RandomLayerTests(ITestOutputHelper output)
{
    [Theory, Trait("Paper", "2408.05451 universal AND by random networks")]
    [InlineData("random-pytorch", 2)]
    [InlineData("random-pytorch", 4)]
    [InlineData("random-kaiming", 3)]
    [InlineData("random-kaiming-biased", 3)]
    [InlineData("random-xavier", 3)]
    [InlineData("sign-tuned", 2)]
    [InlineData("sign-tuned", 5)]
    public void Errors_agree_with_prediction(string kind, int active)
    {
        var size = new UniversalAndSize(new SparseInputs(128, active, Sparsity.Exactly), Neurons: 2048);
        using var network = Build(kind, size, seed: 61);
        var measured = OutputErrors.Measure(network, PairAnds.All(128), InputSample.Drawn(size.Inputs, 400, new Seed(62)));
        var predicted = UniversalAndConstructions.Find(kind)!.Predict(size);
        foreach (var expected in predicted.Classes)
        {
            var errors = measured[expected.Class];
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{expected.Class}: std {errors.Std:F4} predicted {expected.Std:F4}, mean {errors.Mean:F4} predicted {expected.Mean:F4}"));
            var tolerance = expected.Class == "both" ? 0.12 : 0.04;
            Assert.InRange(errors.Std / expected.Std, 1 - tolerance, 1 + tolerance);
            Assert.InRange(errors.Mean - expected.Mean, -0.3 * expected.Std, 0.3 * expected.Std);
        }

        Assert.InRange(measured.Epsilon / predicted.ExpectedMaximum(measured.Inputs), 0.8, 1.25);
    }

    [Fact]
    public void Integration_over_the_weights_agrees_with_the_closed_form_of_a_Gaussian_layer()
    {
        var size = new UniversalAndSize(new SparseInputs(64, 4, Sparsity.AtMost), Neurons: 512);
        var integrated = UniversalAndConstructions.Find("random-kaiming")!.Predict(size);
        var closed = UniversalAndConstructions.Find("gaussian")!.Predict(size);
        foreach (var (a, b) in integrated.Classes.Zip(closed.Classes))
        {
            Assert.InRange(a.Std / b.Std, 0.998, 1.002);
            Assert.InRange(a.Mean - b.Mean, -1e-3, 1e-3);
        }
    }

    [Theory]
    [InlineData(4, Sparsity.Exactly)]
    [InlineData(6, Sparsity.Exactly)]
    [InlineData(6, Sparsity.AtMost)]
    public void Tuned_signs_are_quieter_than_signs_with_bias_minus_one(int active, Sparsity sparsity)
    {
        var size = new UniversalAndSize(new SparseInputs(96, active, sparsity), Neurons: 1024);
        var sample = InputSample.Drawn(size.Inputs, 300, new Seed(64));
        using var tuned = Build("sign-tuned", size, seed: 63);
        using var plain = Build("sign", size, seed: 63);
        var tunedErrors = OutputErrors.Measure(tuned, PairAnds.All(96), sample);
        var plainErrors = OutputErrors.Measure(plain, PairAnds.All(96), sample);
        Assert.All(
            tunedErrors.Classes,
            c => Assert.True(
            c.Errors.Rms < plainErrors[c.Class].Rms, $"{c.Class}: {c.Errors.Rms:F4} tuned, {plainErrors[c.Class].Rms:F4} plain"));
    }

    private static ReluNetwork Build(string kind, UniversalAndSize size, ulong seed)
    {
        return UniversalAndConstructions.Find(kind)!.Build(size, new Seed(seed));
    }
}
