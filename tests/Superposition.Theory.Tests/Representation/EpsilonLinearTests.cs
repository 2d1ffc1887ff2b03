using Superposition.Booleans;
using Superposition.Representation;
using Xunit.Abstractions;

namespace Superposition.Tests.Representation;

[Trait("Paper", "2408.05451 ε-linear representation")]
public class EpsilonLinearTests(ITestOutputHelper output)
{
    private static readonly SparseInputs SixAtMostTwo = new(6, 2, Sparsity.AtMost);

    [Theory]
    [InlineData(false, ReadOffForm.Affine, 1, 4)]
    [InlineData(false, ReadOffForm.WithoutConstant, 1, 3)]
    [InlineData(true, ReadOffForm.Affine, 1, 2)]
    [InlineData(true, ReadOffForm.WithoutConstant, 2, 3)]
    public void The_raw_inputs_read_an_and_within_a_quarter_or_a_third_and_an_xor_within_a_half_or_two_thirds(
        bool xor, ReadOffForm form, int numerator, int denominator)
    {
        var certificate = EpsilonLinear.Decide(Layers.Raw(SixAtMostTwo), Layers.Target(SixAtMostTwo, xor ? Layers.Xor : Layers.And), form);
        var expected = (double)numerator / denominator;
        output.WriteLine(certificate.ToString());
        Assert.InRange(certificate.Lower, expected - 1e-12, expected);
        Assert.InRange(certificate.Upper, expected, expected + 1e-12);
    }

    [Theory]
    [InlineData("gaussian", 10, 12, 2, ReadOffForm.Affine)]
    [InlineData("gaussian", 10, 12, 2, ReadOffForm.WithoutConstant)]
    [InlineData("sign", 10, 24, 2, ReadOffForm.Affine)]
    [InlineData("gaussian", 12, 20, 3, ReadOffForm.WithoutConstant)]
    [InlineData("gaussian", 16, 16, 3, ReadOffForm.Affine)] // 697 inputs and 18 columns: rows are generated
    [InlineData("sign", 16, 18, 3, ReadOffForm.WithoutConstant)]
    [InlineData("subset", 12, 40, 2, ReadOffForm.Affine)]
    public void Another_solver_agrees_with_the_proved_bracket(string kind, int features, int neurons, int active, ReadOffForm form)
    {
        for (ulong seed = 0; seed < 3; seed++)
        {
            var activations = Layers.Activations(kind, features, neurons, active, seed);
            var target = Layers.Pair(features, active, (int)seed, 5);
            var certificate = EpsilonLinear.Decide(activations, target, form);
            var other = HighsChebyshev.Solve(activations, target, form);
            output.WriteLine($"{certificate}, HiGHS {other:G9}, width {certificate.Upper - certificate.Lower:E1}");
            Assert.InRange(other, certificate.Lower - 1e-6, certificate.Upper + 1e-6);
            Assert.InRange(certificate.Upper - certificate.Lower, 0, 1e-8);
        }
    }

    [Fact]
    public void Every_input_counts_but_few_are_solved_when_there_are_many()
    {
        var activations = Layers.Activations("gaussian", features: 20, neurons: 12, active: 3, seed: 1);
        var target = Layers.Pair(20, 3, 0, 1);
        InputRow[] rows = [.. Enumerable.Range(0, activations.Inputs).Select(i => new InputRow(i, target[i] ? -1 : 0, -1, 1))];
        int[] inOrder = [.. Enumerable.Range(0, rows.Length)];
        var solution =
            InputRowProgram.Maximise(activations, ReadOffForm.Affine, double.PositiveInfinity, rows, inOrder, TimeSpan.FromMinutes(1))!;
        output.WriteLine($"{solution.RowsSolved} of {rows.Length} rows solved");
        Assert.InRange(solution.RowsSolved, 14, rows.Length / 3);
        Assert.All(rows, row =>
            Assert.InRange(
                Enclosure.Dot(activations[row.Input], solution.ReadOff.Weights.AsSpan(), solution.ReadOff.Constant).Value
                + (row.Gain * solution.Gain), -1 - 1e-8, 1 + 1e-8));
    }

    [Fact]
    public void The_proved_errors_hold_in_exact_arithmetic()
    {
        var activations = Layers.Activations("gaussian", features: 10, neurons: 20, active: 2, seed: 5);
        var target = Layers.Pair(10, 2, 0, 1);
        var certificate = EpsilonLinear.Decide(activations, target, ReadOffForm.Affine);
        foreach (var readOff in new[] { certificate.ReadOff, certificate.Stored })
        {
            var exact = Dyadic.LargestError(activations, target, readOff.ReadOff);
            Assert.True(exact <= readOff.Upper && exact >= readOff.Lower);
            Assert.InRange(readOff.Upper - readOff.Lower, 0, 1e-12);
        }

        Assert.All(certificate.Stored.ReadOff.Weights, weight => Assert.Equal(weight, (float)weight));
    }

    [Fact]
    public void No_measure_whatever_proves_more_than_is_true()
    {
        // The multipliers of the program, spoilt in many ways, and plain noise: the bound may become useless but never wrong.
        var activations = Layers.Activations("sign", features: 8, neurons: 14, active: 2, seed: 3);
        var target = Layers.Pair(8, 2, 2, 3);
        foreach (var form in Enum.GetValues<ReadOffForm>())
        {
            var good = EpsilonLinear.Decide(activations, target, form);
            var random = new Seed(8).Stream("spoil");
            for (var trial = 0; trial < 300; trial++)
            {
                var inputs = Enumerable.Range(0, activations.Inputs).Where(_ => random.Next(3) > 0).ToArray();
                var noise = Math.Pow(10, -random.Next(0, 15));
                var measure = new SignedMeasure(
                    [.. inputs], [.. inputs.Select(i => (target[i] ? 1 : -0.05) + (noise * (random.NextDouble() - 0.5)))]);
                Assert.InRange(CertifiedLowerBound.Verify(activations, target, form, measure).Value, 0, good.Upper);
            }

            Assert.InRange(good.Lower, good.Upper - 1e-9, good.Upper);
        }
    }

    [Fact]
    public void A_measure_off_by_a_little_still_proves_nearly_as_much()
    {
        var activations = Layers.Activations("gaussian", features: 10, neurons: 12, active: 2, seed: 4);
        var target = Layers.Pair(10, 2, 0, 1);
        var certificate = EpsilonLinear.Decide(activations, target, ReadOffForm.Affine);
        var random = new Seed(5).Stream("noise");
        var measure = certificate.LowerBound.Measure;
        var spoilt = measure with { Weights = [.. measure.Weights.Select(weight => weight + (1e-7 * (random.NextDouble() - 0.5)))] };
        var bound = CertifiedLowerBound.Verify(activations, target, ReadOffForm.Affine, spoilt).Value;
        output.WriteLine($"{certificate}, with a spoilt measure {bound}");
        Assert.True(certificate.Lower > 0.1);
        Assert.InRange(bound, certificate.Lower - 1e-3, certificate.Upper);
    }

    [Fact]
    public void Columns_that_depend_on_the_constant_are_handled_by_an_exact_measure()
    {
        // With exactly two active features the inputs add up to 2, so weights are not bounded and an exact measure has to do.
        var inputs = new SparseInputs(7, 2, Sparsity.Exactly);
        var activations = Layers.Raw(inputs);
        Assert.Null(activations.WeightBounds(ReadOffForm.Affine));
        var affine = EpsilonLinear.Decide(activations, Layers.Target(inputs, Layers.And), ReadOffForm.Affine);
        var plain = EpsilonLinear.Decide(activations, Layers.Target(inputs, Layers.And), ReadOffForm.WithoutConstant);
        output.WriteLine($"{affine}; {plain}");
        Assert.NotNull(affine.LowerBound.Exact);
        Assert.InRange(affine.Upper - affine.Lower, 0, 1e-12);
        Assert.InRange(plain.Upper - affine.Lower, 0, 1e-12);
        Assert.InRange(affine.Upper, HighsChebyshev.Solve(activations, Layers.Target(inputs, Layers.And), ReadOffForm.Affine) - 1e-6, 0.26);
    }

    [Fact]
    public void Silent_and_copied_neurons_change_nothing()
    {
        // Rounded to float32, as activations from elsewhere are.
        var exact = Layers.Activations("gaussian", features: 8, neurons: 10, active: 2, seed: 6);
        float[][] rows = [.. Enumerable.Range(0, exact.Inputs).Select(i => exact[i].ToArray().Select(a => (float)a).ToArray())];
        var target = Layers.Pair(8, 2, 0, 1);
        var padded = new InputActivations(rows.SelectMany(row => (float[])[0, .. row, 3, row[4], row[9]]), neurons: 14, "padded");
        var (plain,
            wide) = (EpsilonLinear.Decide(new InputActivations(rows.SelectMany(row => row), neurons: 10, "rounded"), target,
            ReadOffForm.Affine), EpsilonLinear.Decide(padded, target, ReadOffForm.Affine));
        Assert.Equal(plain.Upper, wide.Upper, 1e-9);
        Assert.Equal(plain.Lower, wide.Lower, 1e-9);
        Assert.Equal(10, padded.Columns(ReadOffForm.Affine).Length);
    }

    [Fact]
    public void Neurons_that_are_always_on_are_read_without_huge_weights_and_the_bound_says_so()
    {
        // Twelve neurons that never switch off are affine in six features, up to the rounding of float32: huge weights could read that
        // rounding.
        var random = new Seed(12).Stream("weights");
        var inputs = SixAtMostTwo.All(1).Select(batch => batch[0].ToArray()).ToArray();
        var weights =
            Enumerable.Range(0, 12).Select(_ => Enumerable.Range(0, 6).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray()).ToArray();
        var activations =
            new InputActivations(inputs.SelectMany(active => weights.Select(w => 7 + active.Sum(k => w[k]))), neurons: 12, "always on");
        var certificate = EpsilonLinear.Decide(activations, Layers.Target(SixAtMostTwo, Layers.And), ReadOffForm.Affine);
        output.WriteLine(certificate.ToString());
        Assert.Equal(CertifiedLowerBound.UsualLargestTerm, certificate.LowerBound.LargestTerm);
        Assert.InRange(certificate.Lower, 0.24, 0.25 + 1e-5);
        Assert.InRange(certificate.Upper, 0.25 - 1e-5, 0.25 + 1e-5);
        Assert.All(certificate.ReadOff.ReadOff.Weights, weight => Assert.InRange(Math.Abs(weight), 0, 1000));
    }

    [Fact]
    public void Inputs_that_the_layer_confuses_force_an_error_of_a_half()
    {
        float[] rows = [0, 1, 0, 1, 2, 0, 1, 5];
        var activations = new InputActivations(rows, neurons: 2, "two alike");
        var certificate = EpsilonLinear.Decide(activations, new BooleanTarget([true, false, false, true]), ReadOffForm.Affine);
        Assert.Equal(3, activations.Distinct.Length);
        Assert.InRange(certificate.Lower, 0.5 - 1e-12, 0.5);
        Assert.InRange(certificate.Upper, 0.5, 0.5 + 1e-12);
    }

    [Theory]
    [InlineData(ReadOffForm.Affine)]
    [InlineData(ReadOffForm.WithoutConstant)]
    public void A_naive_network_has_no_error_to_prove(ReadOffForm form)
    {
        using var network = Layers.Network("naive", features: 8, neurons: 28, active: 2, seed: 0);
        var layer = LayerRepresentation.Decide(network, PairAnds.All(8), Layers.AtMost(8, 2), form, parallelism: 2);
        Assert.InRange(layer.Upper, 0, 1e-12);
        Assert.Equal(0, layer.Lower);
    }

    [Fact]
    public void Targets_with_one_value_only_are_read_by_a_constant()
    {
        var activations = Layers.Activations("gaussian", features: 6, neurons: 3, active: 2, seed: 1);
        Assert.InRange(
            EpsilonLinear.Decide(activations, new BooleanTarget(Enumerable.Repeat(false, 22)), ReadOffForm.Affine).Upper, 0, 1e-12);
        Assert.InRange(
            EpsilonLinear.Decide(activations, new BooleanTarget(Enumerable.Repeat(true, 22)), ReadOffForm.Affine).Upper, 0, 1e-12);

        // Without constant the input with no feature active, where all neurons are silent, cannot be read as 1.
        Assert.InRange(
            EpsilonLinear.Decide(
            activations, new BooleanTarget(Enumerable.Repeat(true, 22)), ReadOffForm.WithoutConstant).Lower, 1 - 1e-12, 1);
    }

    [Fact]
    public void Refuses_what_does_not_fit()
    {
        var activations = Layers.Activations("gaussian", features: 6, neurons: 3, active: 2, seed: 1);
        Assert.Contains(
            "each of the 22 inputs", Assert.Throws<ArgumentException>(() =>
            EpsilonLinear.Decide(activations, new BooleanTarget([true, false]), ReadOffForm.Affine)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "rows of 3", Assert.Throws<ArgumentException>(() => new InputActivations([1, 2, 3, 4], neurons: 3, "odd")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "NaN", Assert.Throws<ArgumentException>(() => new InputActivations([1, float.NaN], neurons: 2, "odd")).Message,
            StringComparison.Ordinal);
    }
}
