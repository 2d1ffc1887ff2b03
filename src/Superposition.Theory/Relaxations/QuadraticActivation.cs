using Superposition.Booleans;
using Superposition.UniversalAnd;
using static TorchSharp.torch;

namespace Superposition.Relaxations;

/// <summary>
/// Products of continuous features from a layer of quadratic neurons, which does not care whether features are zeros and ones (<see
/// cref="QuadraticLayer"/>).
/// </summary>
public static class QuadraticActivation
{
    /// <summary>
    /// Products x_k x_l of continuous features as the network gives them, shape [n, C(m, 2)], for features of shape [n, m].
    /// </summary>
    public static Tensor Products(Tensor features_nm, int neurons, Generator generator)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var features = (int)features_nm.shape[1];
        using var network = new QuadraticLayer().Build(
            new UniversalAndSize(new SparseInputs(features, Math.Min(2, features), Sparsity.AtMost), neurons), generator);
        return network.call(features_nm).MoveToOuterDisposeScope();
    }
}
