using System.Collections;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace AkkaChat.Server.Sockets;

/// <summary>
/// A connection that holds little more than its socket. Somebody may take the socket, once; until then, whoever wants more of
/// the connection gets all of it from the web server's own connection over the same socket, which is made at that moment and
/// stands behind this one from then on.
/// </summary>
/// <param name="socket">The socket, which this owns.</param>
/// <param name="id">The id of the connection.</param>
/// <param name="connections">Makes the web server's connection of a socket.</param>
internal sealed class AcceptedConnection(Socket socket, string id, SocketConnectionContextFactory connections)
    : ConnectionContext, IFeatureCollection, IConnectionSocketFeature
{
    // All that is below changes under a lock on this: an object for it would live with every socket, and nobody else has one.
    private KeyValuePair<Type, object>[] _features = [];
    private volatile ConnectionContext? _whole;
    private CancellationTokenSource? _closing;
    private bool _isTaken;
    private bool _isClosed;

    /// <summary>The socket. Only who has taken it may take bytes from it.</summary>
    public Socket Socket => socket;

    /// <summary>True if the web server's connection was made.</summary>
    public bool IsWhole => _whole is not null;

    /// <inheritdoc/>
    public override string ConnectionId
    {
        get => _whole?.ConnectionId ?? id;
        set => Whole.ConnectionId = value;
    }

    /// <inheritdoc/>
    public override IDuplexPipe Transport
    {
        get => Whole.Transport;
        set => Whole.Transport = value;
    }

    /// <inheritdoc/>
    public override IDictionary<object, object?> Items
    {
        get => Whole.Items;
        set => Whole.Items = value;
    }

    /// <inheritdoc/>
    public override IFeatureCollection Features => this;

    /// <inheritdoc/>
    public override EndPoint? LocalEndPoint
    {
        get => _whole is { } whole
            ? whole.LocalEndPoint
            : base.LocalEndPoint ??= EndPointOf(static socket => socket.LocalEndPoint);
        set => Whole.LocalEndPoint = value;
    }

    /// <inheritdoc/>
    public override EndPoint? RemoteEndPoint
    {
        get => _whole is { } whole
            ? whole.RemoteEndPoint
            : base.RemoteEndPoint ??= EndPointOf(static socket => socket.RemoteEndPoint);
        set => Whole.RemoteEndPoint = value;
    }

    /// <inheritdoc/>
    public override CancellationToken ConnectionClosed
    {
        get
        {
            lock (this)
            {
                return !_isTaken ? Whole.ConnectionClosed
                    : _isClosed ? new CancellationToken(canceled: true)
                    : (_closing ??= new CancellationTokenSource()).Token;
            }
        }
        set => Whole.ConnectionClosed = value;
    }

    /// <inheritdoc/>
    bool IFeatureCollection.IsReadOnly => false;

    /// <inheritdoc/>
    int IFeatureCollection.Revision => _whole?.Features.Revision ?? _features.Length;

    private ConnectionContext Whole
    {
        get
        {
            if (_whole is { } whole)
            {
                return whole;
            }

            lock (this)
            {
                return _whole ??= MakeWhole();
            }
        }
    }

    /// <inheritdoc/>
    object? IFeatureCollection.this[Type key]
    {
        get
        {
            if (_whole is null)
            {
                foreach (var feature in _features)
                {
                    if (feature.Key == key)
                    {
                        return feature.Value;
                    }
                }

                if (key == typeof(IConnectionSocketFeature))
                {
                    return this;
                }

                if (_isTaken)
                {
                    return null;
                }
            }

            return Whole.Features[key];
        }

        set
        {
            lock (this)
            {
                if (_whole is { } whole)
                {
                    whole.Features[key] = value;
                    return;
                }

                var others = Array.FindAll(_features, feature => feature.Key != key);
                _features = value is null ? others : [.. others, new KeyValuePair<Type, object>(key, value)];
            }
        }
    }

    /// <summary>
    /// Takes the socket, to the end of this connection: no more of the web server's is made of it. False if that was made, or
    /// the connection is over.
    /// </summary>
    public bool TryTake()
    {
        lock (this)
        {
            var isFree = _whole is null && !_isTaken;
            _isTaken |= isFree;
            return isFree;
        }
    }

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        lock (this)
        {
            if (_isTaken)
            {
                Close();
                return;
            }
        }

        Whole.Abort(abortReason); // which those who come to it later can read from, and see why it ended
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        lock (this)
        {
            if (_whole is null)
            {
                _isTaken = true;
                Close();
            }
        }

        if (_whole is { } whole)
        {
            await whole.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    TFeature? IFeatureCollection.Get<TFeature>()
        where TFeature : default => (TFeature?)Features[typeof(TFeature)];

    /// <inheritdoc/>
    void IFeatureCollection.Set<TFeature>(TFeature? instance)
        where TFeature : default => Features[typeof(TFeature)] = instance;

    /// <inheritdoc/>
    IEnumerator<KeyValuePair<Type, object>> IEnumerable<KeyValuePair<Type, object>>.GetEnumerator() =>
        (_isTaken ? _features : (IEnumerable<KeyValuePair<Type, object>>)Whole.Features).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable<KeyValuePair<Type, object>>)this).GetEnumerator();

    private ConnectionContext MakeWhole()
    {
        if (_isTaken)
        {
            throw new InvalidOperationException("The socket of this connection was taken.");
        }

        var whole = connections.Create(socket);
        whole.ConnectionId = id;
        foreach (var feature in _features)
        {
            whole.Features[feature.Key] = feature.Value;
        }

        return whole;
    }

    private EndPoint? EndPointOf(Func<Socket, EndPoint?> end)
    {
        try
        {
            return end(socket);
        }
        catch (ObjectDisposedException)
        {
            return null; // who asks only now has missed it
        }
    }

    // As the web server closes its connections.
    private void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // The peer was faster.
        }

        socket.Dispose();
        _ = _closing?.CancelAsync(); // on another thread: this one may hold what the others wait for
    }
}
