using System.Globalization;
using Superposition.Booleans;
using Superposition.Circuits;
using Superposition.Measurement;
using Superposition.Networks;
using Superposition.UniversalAnd;
using Xunit.Abstractions;

namespace Superposition.Tests.Circuits;

/// <summary>Whole circuits from one layer of AND banks.</summary>
public class CircuitLayerTests(ITestOutputHelper output)
{
    private const string Gates = """
        features 20
        parity = xor x0 x1
        any = or x2 x3 x4
        only = table 0010 x5 x6
        most = maj x7 x8 x9
        p = and x10 x11
        q = and x12 x13
        either = or p q
        none = not any
        outputs parity any only most either none
        """;

    [Fact, Trait("Paper", "2408.05451 circuits in one layer")]
    public void Noise_on_quiet_inputs_is_as_predicted()
    {
        var (circuit, inputs, polynomials) = Circuit(active: 3, Sparsity.AtMost);
        var banks = CircuitLayer.Allocate(polynomials, inputs, 6000);
        Assert.Equal(6000, banks.Sum(bank => bank.Neurons));
        using var network = Build(polynomials, inputs, banks, seed: 91);
        var measured = OutputErrors.Measure(network, circuit, InputSample.All(inputs));
        var predicted = CircuitLayer.PredictedQuietRms([.. polynomials.Take(5)], inputs, banks);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"quiet rms {measured["quiet"].Rms:F4} predicted {predicted:F4}, rms {measured.Rms:F4}, ε {measured.Epsilon:F3}"));

        // Five outputs read one draw of the neurons: their joint noise varies from draw to draw.
        Assert.InRange(measured["quiet"].Rms / predicted, 0.8, 1.2);
        Assert.InRange(measured["on"].Mean, -0.1, 0.1);
        Assert.InRange(measured["off"].Mean, -0.1, 0.1);
    }

    [Fact]
    public void Error_falls_with_the_root_of_the_number_of_neurons()
    {
        var (circuit, inputs, polynomials) = Circuit(active: 3, Sparsity.Exactly);
        double[] rms = [.. new[] { 1000, 4000, 16_000 }.Select(neurons => Measure(circuit, inputs, polynomials, neurons))];
        Assert.InRange(rms[0] / rms[1], 1.7, 2.3);
        Assert.InRange(rms[1] / rms[2], 1.7, 2.3);
        Assert.InRange(rms[2], 0, 0.1);
    }

    [Fact]
    public void Allocation_by_noise_beats_equal_shares_and_signs_beat_subsets()
    {
        var (circuit, inputs, polynomials) = Circuit(active: 4, Sparsity.AtMost);
        var allocated = CircuitLayer.Allocate(polynomials, inputs, 8000, BankWeights.Subsets);
        var equal = allocated.Select(bank => bank.WithNeurons(8000 / allocated.Length)).ToArray();
        double Predicted(IReadOnlyList<AndBank> banks) =>
            polynomials.Sum(p => Math.Pow(CircuitLayer.PredictedQuietStd(p, inputs, banks), 2));
        Assert.True(Predicted(allocated) < Predicted(equal));

        var sample = InputSample.Drawn(inputs, 2000, new Seed(92));
        using var subsets = Build(polynomials, inputs, allocated, seed: 93);
        using var best = Build(polynomials, inputs, CircuitLayer.Allocate(polynomials, inputs, 8000), seed: 93);
        Assert.True(OutputErrors.Measure(best, circuit, sample).Rms < OutputErrors.Measure(subsets, circuit, sample).Rms);
    }

    [Fact]
    public void A_least_squares_read_off_of_the_same_layer_is_better_than_the_analytic_one()
    {
        var (circuit, inputs, polynomials) = Circuit(active: 3, Sparsity.AtMost);
        using var analytic = Build(polynomials, inputs, CircuitLayer.Allocate(polynomials, inputs, 500), seed: 94);
        using var fitted = LeastSquares.Refit(analytic, circuit, InputSample.All(inputs));
        var before = OutputErrors.Measure(analytic, circuit, InputSample.All(inputs));
        var after = OutputErrors.Measure(fitted, circuit, InputSample.All(inputs));
        using var control = LeastSquares.LinearControl(circuit, InputSample.All(inputs));
        var linear = OutputErrors.Measure(control, circuit, InputSample.All(inputs));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"analytic {before.Rms:F3} (ε {before.Epsilon:F3}), least squares {after.Rms:F3} ({after.Epsilon:F3}), linear control "
            + $"{linear.Rms:F3} ({linear.Epsilon:F3})"));
        Assert.True(after.Rms < before.Rms / 5);
        Assert.True(after.Rms < linear.Rms / 2);
    }

    [Fact]
    public void A_term_without_a_bank_is_refused()
    {
        var (_, inputs, polynomials) = Circuit(active: 3, Sparsity.AtMost);
        var refusal = Assert.Throws<ConstructionFailedException>(
            () => Build(polynomials, inputs, [AndBank.Subsets(1, 50, 0.5), AndBank.Subsets(2, 50, 0.3)], seed: 95));
        Assert.Contains("A term of 3 features has no bank", refusal.Message, StringComparison.Ordinal);
    }

    private static double Measure(
        BooleanCircuit circuit, SparseInputs inputs, IReadOnlyList<MultilinearPolynomial> polynomials, int neurons)
    {
        using var network = Build(polynomials, inputs, CircuitLayer.Allocate(polynomials, inputs, neurons), seed: 96);
        return OutputErrors.Measure(network, circuit, InputSample.All(inputs)).Rms;
    }

    private static (BooleanCircuit Circuit, SparseInputs Inputs,
        IReadOnlyList<MultilinearPolynomial> Polynomials) Circuit(int active, Sparsity sparsity)
    {
        var circuit = CircuitText.Parse(Gates, "gates");
        return (circuit, new SparseInputs(20, active, sparsity), MultilinearPolynomial.OfAll(circuit, active));
    }

    private static ReluNetwork Build(
        IReadOnlyList<MultilinearPolynomial> polynomials, SparseInputs inputs, IReadOnlyList<AndBank> banks, ulong seed)
    {
        return CircuitLayer.Build(polynomials, inputs, banks, new Seed(seed));
    }

    [Fact]
    public void One_bank_serves_all_fan_ins_with_the_noise_that_is_predicted()
    {
        var inputs = new SparseInputs(24, 3, Sparsity.Exactly);
        var circuit = CircuitText.Parse(
            "features 24\nboth = and x0 x1\nthree = and x2 x3 x4\ndiffer = xor x5 x6\noutputs both three differ", "three gates");
        var outputs = MultilinearPolynomial.OfAll(circuit, inputs.Active);
        var banks = CircuitLayer.AllocateOneBank(outputs, inputs, 2048);
        Assert.Equal([1, 2, 3], banks.Select(bank => bank.FanIn));
        Assert.Equal([false, true, true], banks.Select(bank => bank.IsShared));
        Assert.Equal(2048, banks[0].Neurons + banks[1].Neurons);
        using var network = CircuitLayer.Build(outputs, inputs, banks, new Seed(4));
        Assert.Equal(2048, network.Neurons);
        var predicted = CircuitLayer.PredictedQuietRms(outputs, inputs, banks);
        var measured = OutputErrors.Measure(network, circuit, InputSample.Drawn(inputs, 1000, new Seed(5)))["quiet"];
        Assert.InRange(measured.Std / predicted, 0.75, 1.25);
    }
}
