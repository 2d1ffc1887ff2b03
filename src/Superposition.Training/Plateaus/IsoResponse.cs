using System.Collections.Immutable;
using Superposition.Booleans;
using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Plateaus;

/// <summary>
/// Responses ‖f(x + r(cos φ·u + sin φ·v)) − f(x)‖ in planes of two directions u and v, each as long as a whole step, averaged
/// over states and planes before a contour is taken: single planes scatter widely even in a linear map.
/// </summary>
public static class IsoResponse
{
    private const int PrincipalDirections = 10;

    /// <summary>The response at every angle of <see cref="IsoContour.Angles"/> and radius of <see cref="IsoContour.Radii"/>.</summary>
    /// <param name="map">The map.</param>
    /// <param name="planes">The states and the two directions of each, shape [n, d].</param>
    public static ImmutableArray<double[]> Surface(StateMap map, IsoPlanes planes)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var (angles, radii) = (IsoContour.Angles, IsoContour.Radii);
        var cosine_a1 = tensor(angles.Select(Math.Cos).ToArray(), float32).unsqueeze(1);
        var sine_a1 = tensor(angles.Select(Math.Sin).ToArray(), float32).unsqueeze(1);
        var radius_1r1 = tensor(radii.ToArray(), float32).reshape(1, radii.Length, 1);
        var sum_ar = zeros(angles.Length, radii.Length, float64);
        for (var i = 0; i < planes.Count; i++)
        {
            using var step = NewDisposeScope();
            var state_1d = planes.States[i].unsqueeze(0);
            var direction_ad = (cosine_a1 * planes.First[i].unsqueeze(0)) + (sine_a1 * planes.Second[i].unsqueeze(0));
            var points_nd = (state_1d + (direction_ad.unsqueeze(1) * radius_1r1)).reshape(-1, map.Dimension);
            var before_1g = map.Apply(state_1d);
            var distances = new List<Tensor>();
            for (var first = 0L; first < points_nd.shape[0]; first += map.StatesAtATime)
            {
                var end = Math.Min(points_nd.shape[0], first + map.StatesAtATime);
                distances.Add((map.Apply(points_nd[(int)first..(int)end]) - before_1g).norm(dim: 1));
            }

            sum_ar.add_(cat(distances).reshape(angles.Length, radii.Length));
        }

        var mean = (sum_ar / planes.Count).data<double>().ToArray();
        return mean.All(double.IsFinite)
            ? [.. mean.Chunk(radii.Length)]
            : throw new ArgumentException("A response is NaN or infinite.", nameof(map));
    }

    /// <summary>Planes of two features that are inactive in the state: each direction is what adding the feature changes.</summary>
    /// <param name="site">Where states are taken.</param>
    /// <param name="active">How many features are active in a state.</param>
    /// <param name="count">How many planes.</param>
    /// <param name="seed">The seed of states and features.</param>
    /// <exception cref="ArgumentException">There are not two features left.</exception>
    public static IsoPlanes OfFeatures(NetworkSite site, int active, int count, Seed seed)
    {
        var features = site.Network.Features;
        if (active + 2 > features)
        {
            throw new ArgumentException($"There are {features} features, expected at least {active + 2} for planes.", nameof(active));
        }

        var random = seed.Stream("planes");
        List<int[]> states = [], first = [], second = [];
        for (var i = 0; i < count; i++)
        {
            int[] drawn = [.. Enumerable.Range(0, features)];
            random.Shuffle(drawn);
            states.Add([.. drawn[..active].Order()]);
            first.Add([.. drawn[..(active + 1)].Order()]);
            second.Add([.. drawn[..active].Append(drawn[active + 1]).Order()]);
        }

        using var scope = NewDisposeScope();
        var states_nd = site.Activations(ActiveSets.Of(states));
        return new IsoPlanes(
            states_nd.MoveToOuterDisposeScope(), (site.Activations(ActiveSets.Of(first)) - states_nd).MoveToOuterDisposeScope(),
            (site.Activations(ActiveSets.Of(second)) - states_nd).MoveToOuterDisposeScope());
    }

    /// <summary>
    /// Planes through a recorded state and two others, what is there where features are not known: the way to one of them, and as long as
    /// the way to the other its part orthogonal to the first.
    /// </summary>
    /// <param name="states_nd">Activations, at least three.</param>
    /// <param name="seed">The seed of their order.</param>
    public static IsoPlanes BetweenStates(Tensor states_nd, Seed seed)
    {
        if (states_nd.dim() != 2 || states_nd.shape[0] < 3 || !states_nd.isfinite().all().item<bool>())
        {
            throw new ArgumentException(
                $"Planes need at least three finite states [n, d], found {Shapes.Describe(states_nd)}.", nameof(states_nd));
        }

        using var scope = NewDisposeScope();
        var order = Enumerable.Range(0, (int)states_nd.shape[0]).Select(i => (long)i).ToArray();
        seed.Stream("order").Shuffle(order);
        var ordered_nd = states_nd.detach().to(float32).index_select(0, tensor(order));
        var (first_nd, second_nd) = (ordered_nd.roll(-1, 0) - ordered_nd, ordered_nd.roll(-2, 0) - ordered_nd);
        return new IsoPlanes(
            ordered_nd.MoveToOuterDisposeScope(), first_nd.MoveToOuterDisposeScope(),
            (Orthogonal(second_nd, first_nd) * second_nd.norm(dim: 1, keepdim: true)).MoveToOuterDisposeScope());
    }

    /// <summary>The same states with random directions, orthogonal and as long as those of the planes.</summary>
    public static IsoPlanes Random(IsoPlanes planes, Generator generator) =>
        Changed(planes, _ => randn(planes.First.shape, generator: generator));

    /// <summary>The same states with two of the first ten principal directions of the states, as long as those of the planes.</summary>
    public static IsoPlanes Principal(IsoPlanes planes, Generator generator)
    {
        using var scope = NewDisposeScope();
        var (_, _, right_kd) = linalg.svd(planes.States - planes.States.mean([0], keepdim: true), fullMatrices: false);
        var most = (int)Math.Min(PrincipalDirections, right_kd.shape[0]);
        var order_nk = rand(planes.Count, most, generator: generator).argsort(1);
        return Changed(planes, place => right_kd.index_select(0, order_nk.select(1, place))).MoveToOuterDisposeScope();
    }

    /// <summary>The same planes with each direction turned by an angle towards a random direction orthogonal to it.</summary>
    public static IsoPlanes Rotated(IsoPlanes planes, double angle, Generator generator) => new(
        planes.States.alias(), Turned(planes.First, angle, generator), Turned(planes.Second, angle, generator));

    private static Tensor Turned(Tensor direction_nd, double angle, Generator generator)
    {
        using var scope = NewDisposeScope();
        var length_n1 = direction_nd.norm(dim: 1, keepdim: true);
        var other_nd = Orthogonal(randn(direction_nd.shape, generator: generator), direction_nd);
        return ((direction_nd * Math.Cos(angle)) + (other_nd * length_n1 * Math.Sin(angle))).MoveToOuterDisposeScope();
    }

    private static IsoPlanes Changed(IsoPlanes planes, Func<int, Tensor> directions)
    {
        using var scope = NewDisposeScope();
        var first_nd = directions(0);
        first_nd = first_nd / first_nd.norm(dim: 1, keepdim: true).clamp_min(1e-30);
        var second_nd = Orthogonal(directions(1), first_nd);
        return new IsoPlanes(
            planes.States.alias().MoveToOuterDisposeScope(),
            (first_nd * planes.First.norm(dim: 1, keepdim: true)).MoveToOuterDisposeScope(),
            (second_nd * planes.Second.norm(dim: 1, keepdim: true)).MoveToOuterDisposeScope());
    }

    /// <summary>The part of a vector that is orthogonal to another, of length 1.</summary>
    private static Tensor Orthogonal(Tensor vector_nd, Tensor to_nd)
    {
        var share_n1 = (vector_nd * to_nd).sum(1, keepdim: true) / to_nd.square().sum(1, keepdim: true).clamp_min(1e-30);
        var rest_nd = vector_nd - (share_n1 * to_nd);
        return rest_nd / rest_nd.norm(dim: 1, keepdim: true).clamp_min(1e-30);
    }
}

/// <summary>States, each with two directions that span a plane through it. All tensors have the shape [n, d].</summary>
/// <param name="States">The states.</param>
/// <param name="First">For each a whole step in one direction.</param>
/// <param name="Second">For each a whole step in another.</param>
public sealed record IsoPlanes(Tensor States, Tensor First, Tensor Second) : IDisposable
{
    /// <summary>n, the number of states, each with a plane of its own.</summary>
    public int Count => (int)States.shape[0];

    /// <summary>Lets the tensors outlive the innermost dispose scope.</summary>
    internal IsoPlanes MoveToOuterDisposeScope()
    {
        States.MoveToOuterDisposeScope();
        First.MoveToOuterDisposeScope();
        Second.MoveToOuterDisposeScope();
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        States.Dispose();
        First.Dispose();
        Second.Dispose();
    }
}
