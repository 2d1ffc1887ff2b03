using FsCheck.Xunit;
using Superposition.Baselines;
using Superposition.Booleans;
using Superposition.Objectives;
using static TorchSharp.torch;

namespace Superposition.Tests.Objectives;

/// <summary>Losses and their gradients are those of the outputs written out, whatever way they are computed.</summary>
public class PowerLossTests
{
    [Property(MaxTest = 40)]
    public void Mean_squared_error_over_all_pairs_agrees_with_the_outputs_written_out(ulong seed, byte features, byte neurons, byte active, byte inputs) =>
        AssertAgrees(new PowerLoss(2), error => error.square(), seed, features, neurons, active, inputs);

    [Property(MaxTest = 40)]
    public void Whole_even_powers_agree_with_the_general_power(ulong seed, byte features, byte power) =>
        AssertAgrees(new PowerLoss(2 * (1 + (power % 16))), error => error.abs().pow(2 * (1 + (power % 16))), seed, features, neurons: 7, active: 2, inputs: 20);

    private static void AssertAgrees(PowerLoss objective, Func<Tensor, Tensor> power, ulong seed, byte features, byte neurons, byte active, byte inputs)
    {
        using var scope = NewDisposeScope();
        var pairs = PairAnds.All(2 + (features % 20));
        var space = new SparseInputs(pairs.Features, 1 + (active % Math.Min(5, pairs.Features)), Sparsity.AtMost);
        using var network = UntrainedNetwork.OneLayer(space, 1 + (neurons % 30), pairs.Count, new Seed(seed));
        var batch = space.Draw(new Seed(seed).Stream("inputs"), 10 + inputs);

        var loss = objective.Loss(network, batch, pairs);
        loss.backward();
        Tensor[] gradients = [.. network.parameters().Select(p => p.grad!.clone())];
        network.zero_grad();
        var expected = power(network.Run(batch) - Targets(batch, pairs)).mean();
        expected.backward();

        Assert.Equal(expected.item<float>(), loss.item<float>(), 2e-6 * expected.item<float>());
        foreach (var (wanted, found) in network.parameters().Select(p => p.grad!).Zip(gradients))
        {
            Assert.True((wanted - found).norm().item<float>() <= 1e-5 * wanted.norm().item<float>());
        }
    }

    private static Tensor Targets(ActiveSets batch, PairAnds pairs)
    {
        var classes = new byte[pairs.Count];
        return stack(Enumerable.Range(0, batch.Count).Select(i =>
        {
            pairs.Classify(batch[i], classes);
            return tensor(classes.Select(c => (float)pairs.ValueOf(c)).ToArray());
        }));
    }
}
