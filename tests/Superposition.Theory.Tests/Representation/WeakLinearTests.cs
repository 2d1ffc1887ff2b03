using Superposition.Booleans;
using Superposition.Representation;
using Xunit.Abstractions;

namespace Superposition.Tests.Representation;

[Trait("Paper", "2408.05451 weak linear representation")]
public class WeakLinearTests(ITestOutputHelper output)
{
    private static readonly SparseInputs SixAtMostTwo = new(6, 2, Sparsity.AtMost);

    [Fact]
    public void The_raw_inputs_weakly_represent_an_and_with_the_margin_that_is_seen_by_hand()
    {
        // Weights (1, 1, …): both active give 2, anything else at most 1; and no weights of size 1 do better on {0}, {1}, {0, 1}.
        var certificate = WeakLinear.Decide(Layers.Raw(SixAtMostTwo), Layers.Target(SixAtMostTwo, Layers.And));
        Assert.Equal(Verdict.Yes, certificate.Verdict);
        Assert.InRange(certificate.Margin, 1 - 1e-9, 1);
        Assert.InRange(certificate.LargestMargin, 1, 1 + 1e-9);
    }

    [Fact]
    public void The_raw_inputs_do_not_weakly_represent_an_xor_and_combinations_that_coincide_show_it()
    {
        var activations = Layers.Raw(SixAtMostTwo);
        var target = Layers.Target(SixAtMostTwo, Layers.Xor);
        var certificate = WeakLinear.Decide(activations, target);
        Assert.Equal(Verdict.No, certificate.Verdict);
        Assert.Equal(0, certificate.LargestMargin);
        var measure = certificate.Coincidence!;
        Assert.Equal(0.5, measure.LowerBound(target));
        Assert.True(measure.SetsAgainstEachOther(target));
        for (var j = 0; j < activations.Neurons; j++)
        {
            Assert.Equal(
                0, measure.Inputs.Select((input, i) =>
                measure.Weights[i] * (int)activations[input][j]).Aggregate(System.Numerics.BigInteger.Add));
        }
    }

    [Fact]
    public void The_margin_is_the_distance_between_the_hulls_of_positives_and_negatives()
    {
        // Positives on the line x = 3, negatives at x = 1 and far away: the hulls are 2 apart.
        float[] rows = [3, 0, 3, 4, 1, 2, -5, 9];
        var certificate = WeakLinear.Decide(new InputActivations(rows, neurons: 2, "plane"), new BooleanTarget([true, true, false, false]));
        Assert.InRange(certificate.Margin, 2 - 1e-9, 2);
        Assert.InRange(certificate.LargestMargin, 2, 2 + 1e-9);
    }

    [Fact]
    public void A_copy_of_a_neuron_carries_the_same_distance_again()
    {
        float[] rows = [2, 2, 2, 1, 1, 1, 0, 0, 1];
        var certificate = WeakLinear.Decide(new InputActivations(rows, neurons: 3, "copies"), new BooleanTarget([true, false, false]));
        Assert.InRange(certificate.Margin, 3 - 1e-9, 3);
        Assert.InRange(certificate.LargestMargin, 3, 3 + 1e-9);
    }

    [Fact]
    public void A_target_with_one_value_has_nothing_to_tell_apart()
    {
        var certificate = WeakLinear.Decide(Layers.Raw(SixAtMostTwo), new BooleanTarget(Enumerable.Repeat(false, 22)));
        Assert.Equal(Verdict.Yes, certificate.Verdict);
        Assert.Equal(double.PositiveInfinity, certificate.Margin);
    }

    [Fact]
    public void Hulls_that_only_touch_are_found_inseparable_with_many_inputs_and_neurons()
    {
        // 697 inputs with at most 3 active, 10 neurons: too few for a pair, rows are generated, and the proof is a large exact combination.
        var activations = Layers.Activations("gaussian", features: 16, neurons: 10, active: 3, seed: 2);
        var certificate = WeakLinear.Decide(activations, Layers.Pair(16, 3, 0, 1));
        Assert.Equal(Verdict.No, certificate.Verdict);
        Assert.True(certificate.Coincidence!.SetsAgainstEachOther(Layers.Pair(16, 3, 0, 1)));
    }

    [Fact]
    public void A_feature_is_weakly_represented_just_when_its_affine_epsilon_is_below_a_half_on_200_random_instances()
    {
        var count = new int[2];
        for (ulong i = 0; i < 200; i++)
        {
            var (features, active) = i % 2 == 0 ? (12, 2) : (9, 3);
            var activations = Layers.Activations(i % 3 == 0 ? "gaussian" : "sign", features, neurons: 6 + (int)(i % 19), active, seed: i);
            var target = Layers.Pair(features, active, (int)(i % 4), 4 + (int)(i % 5));
            var weak = WeakLinear.Decide(activations, target);
            var epsilon = EpsilonLinear.Decide(activations, target, ReadOffForm.Affine);
            Assert.NotEqual(Verdict.Undecided, weak.Verdict);
            count[weak.Verdict == Verdict.Yes ? 1 : 0]++;
            if (weak.Verdict == Verdict.Yes)
            {
                Assert.True(epsilon.Upper < 0.5, $"instance {i}: weak with margin {weak.Margin}, but {epsilon}");
                Assert.InRange(weak.LargestMargin - weak.Margin, 0, 1e-8 * Math.Max(1, weak.LargestMargin));
            }
            else
            {
                Assert.InRange(epsilon.Lower, 0.5 - 1e-9, 0.5);
                Assert.Equal(0.5, weak.Coincidence!.LowerBound(target));
            }
        }

        output.WriteLine($"{count[1]} weakly represented, {count[0]} not");
        Assert.True(count.Min() >= 30);
    }
}
