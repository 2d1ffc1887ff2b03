using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Measurement;

/// <summary>
/// The affine read-off with the smallest mean squared error on a network's last layer: what that layer offers to a read-off, whoever made
/// it. Solved from moments that are streamed over the inputs in double precision.
/// </summary>
public static class LeastSquares
{
    // Relative to the mean square of an activation. Only there to keep dead or doubled neurons from making the moments singular.
    private const double Ridge = 1e-6;

    /// <summary>
    /// The same layers with the read-off that fits the targets best over a sample of inputs. The given network is not changed.
    /// </summary>
    /// <exception cref="NotFiniteException">An activation is NaN or infinite.</exception>
    public static ReluNetwork Refit(ReluNetwork network, IBooleanTargets targets, InputSample sample)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var readOff = Fit(network.Activations, network.ReadOff.Inputs, targets, sample);
        return network.WithReadOff(readOff);
    }

    /// <summary>
    /// The best affine read-off of the raw input, of the features themselves or of the state Φb: the control that no network can fall
    /// behind and still be said to compute.
    /// </summary>
    /// <param name="targets">The ground truth.</param>
    /// <param name="sample">The inputs to fit on.</param>
    /// <param name="encoding_em">Φ, shape [d0, m], for inputs in superposition.</param>
    public static ReluNetwork LinearControl(IBooleanTargets targets, InputSample sample, Tensor? encoding_em = null)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return new ReluNetwork(
            [],
            encoding_em is null
                ? Fit(inputs => inputs.ToDense(targets.Features), targets.Features, targets, sample)
                : Fit(inputs => inputs.SumRows(encoding_em.t()), (int)encoding_em.shape[0], targets, sample),
            encoding_em);
    }

    /// <summary>The affine read-off of anything that maps n inputs to activations of shape [n, d].</summary>
    /// <param name="activations">The map; it may draw noise, which then counts as part of what is read.</param>
    /// <param name="neurons">d, the number of neurons.</param>
    /// <param name="targets">The ground truth.</param>
    /// <param name="sample">The inputs that the read-off is fitted on.</param>
    /// <exception cref="NotFiniteException">An activation is NaN or infinite.</exception>
    public static DenseReadOff Fit(Func<ActiveSets, Tensor> activations, int neurons, IBooleanTargets targets, InputSample sample)
    {
        using var scope = NewDisposeScope();
        var moments = zeros(neurons + 1, neurons + 1, float64);
        var products = zeros(targets.Count, neurons + 1, float64);
        var on = new List<int>();
        foreach (var inputs in sample.Batches(2048))
        {
            using var step = NewDisposeScope();
            var a_nd = activations(inputs).to(float64);
            var a1_ne = cat([a_nd, ones(inputs.Count, 1, float64)], 1);
            moments.add_(a1_ne.t().matmul(a1_ne));
            var (owners, outputs) = OnEvents(inputs, targets, on);
            products.index_add_(0, tensor(outputs, int64), a1_ne.index_select(0, tensor(owners, int64)), RootedScalars.One);
        }

        return Solve(moments, products, neurons);
    }

    private static DenseReadOff Solve(Tensor moments, Tensor products, int neurons)
    {
        if (!moments.isfinite().all().item<bool>())
        {
            throw new NotFiniteException("The activations of the last layer are not finite, so no read-off can be fitted to them.");
        }

        var squares = moments.diagonal()[..neurons];
        var ridge = zeros(neurons + 1, float64);
        // Where every activation is 0 there is nothing to weigh the ridge by, and any does.
        var size = squares.mean().item<double>();
        ridge[..neurons] = size > 0 ? Ridge * size : 1;
        var solution = linalg.solve(moments + diag(ridge), products.t()).t();
        return new DenseReadOff(solution[TensorIndex.Colon, TensorIndex.Slice(null, neurons)], solution[TensorIndex.Colon, neurons]);
    }

    /// <summary>The affine read-off of real functions.</summary>
    /// <param name="activations">Maps n inputs to activations of shape [n, d].</param>
    /// <param name="neurons">d, the number of neurons.</param>
    /// <param name="targets">The functions.</param>
    /// <param name="sample">The inputs that the read-off is fitted on.</param>
    /// <exception cref="NotFiniteException">An activation is NaN or infinite.</exception>
    public static DenseReadOff Fit(Func<SparseVectors, Tensor> activations, int neurons, IRealTargets targets, RealSample sample)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var moments = zeros(neurons + 1, neurons + 1, float64);
        var products = zeros(targets.Count, neurons + 1, float64);
        foreach (var inputs in sample.Batches(2048))
        {
            using var step = NewDisposeScope();
            var a1_ne = cat([activations(inputs).to(float64), ones(inputs.Count, 1, float64)], 1);
            moments.add_(a1_ne.t().matmul(a1_ne));
            products.add_(targets.Of(inputs).SumRows(eye(targets.Count)).to(float64).t().matmul(a1_ne));
        }

        return Solve(moments, products, neurons);
    }

    /// <summary>For every (input, output) that is 1: the input and the output.</summary>
    private static (long[] Owners, long[] Outputs) OnEvents(ActiveSets inputs, IBooleanTargets targets, List<int> on)
    {
        var owners = new List<long>();
        var outputs = new List<long>();
        for (var i = 0; i < inputs.Count; i++)
        {
            on.Clear();
            targets.AppendOn(inputs[i], on);
            foreach (var output in on)
            {
                owners.Add(i);
                outputs.Add(output);
            }
        }

        return ([.. owners], [.. outputs]);
    }
}
