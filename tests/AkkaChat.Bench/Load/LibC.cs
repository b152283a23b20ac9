using System.Runtime.InteropServices;

namespace AkkaChat.Bench.Load;

/// <summary>
/// The system calls of the load: one thread, no buffer for each socket, nothing between it and the kernel. Linux on x64.
/// </summary>
internal static unsafe partial class LibC
{
    public const uint Readable = 0x001;
    public const uint Writable = 0x004;
    public const int Add = 1;
    public const int Modify = 3;
    public const int Again = 11;

    private const int InternetFamily = 2;
    private const int StreamCloseOnExec = 1 | 0x80000;
    private const int TcpLevel = 6;
    private const int NoDelay = 1;
    private const int TcpInfo = 11;
    private const int SocketLevel = 1;
    private const int ReceiveBuffer = 8;
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;

    /// <summary>An epoll set.</summary>
    public static int CreateEpoll() => Checked(epoll_create1(0x80000), "epoll_create1");

    /// <summary>A socket that is connected to that port of the loopback; a small receive buffer if asked.</summary>
    public static int ConnectLoopback(int port, int? receiveBytes)
    {
        var socket = Checked(LibC.socket(InternetFamily, StreamCloseOnExec, 0), "socket");
        var on = 1;
        _ = setsockopt(socket, TcpLevel, NoDelay, &on, sizeof(int));
        if (receiveBytes is { } bytes)
        {
            _ = setsockopt(socket, SocketLevel, ReceiveBuffer, &bytes, sizeof(int));
        }

        var address = stackalloc byte[16];
        new Span<byte>(address, 16).Clear();
        *(ushort*)address = InternetFamily;
        address[2] = (byte)(port >> 8);
        address[3] = (byte)port;
        address[4] = 127;
        address[7] = 1;
        if (connect(socket, address, 16) == 0)
        {
            return socket;
        }

        var error = Marshal.GetLastPInvokeError();
        _ = close(socket);
        throw new IOException($"connect to port {port} failed: errno {error}");
    }

    /// <summary>Adds a socket to a set, or changes what it waits for.</summary>
    public static void Watch(int epoll, int operation, int socket, uint what, int index)
    {
        var wanted = new EpollEvent { Events = what, Data = (ulong)index };
        Checked(epoll_ctl(epoll, operation, socket, &wanted), "epoll_ctl");
    }

    /// <summary>Waits until a socket is ready, or the time is over; gives how many are.</summary>
    public static int Wait(int epoll, Span<EpollEvent> ready, TimeSpan timeout)
    {
        var time = stackalloc long[2];
        time[0] = timeout.Ticks / TimeSpan.TicksPerSecond;
        time[1] = timeout.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick;
        fixed (EpollEvent* first = ready)
        {
            return Math.Max(0, epoll_pwait2(epoll, first, ready.Length, time, null));
        }
    }

    /// <summary>Receives what is there: bytes, 0 at the end, -errno if nothing came.</summary>
    public static int Receive(int socket, Span<byte> into)
    {
        fixed (byte* first = into)
        {
            var count = recv(socket, first, (nuint)into.Length, DontWait);
            return count >= 0 ? (int)count : -Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Sends what the socket takes now: bytes, or -errno.</summary>
    public static int Send(int socket, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* first = bytes)
        {
            var count = send(socket, first, (nuint)bytes.Length, DontWait | NoSignal);
            return count >= 0 ? (int)count : -Marshal.GetLastPInvokeError();
        }
    }

    /// <summary>Segments with data that a socket has received so far: what the other side wrote, without bare acks.</summary>
    public static long DataSegmentsReceived(int socket)
    {
        // struct tcp_info; tcpi_data_segs_in has been at this place since Linux 4.6.
        const int size = 160;
        const int place = 152;
        var info = stackalloc byte[size];
        var length = (uint)size;
        return getsockopt(socket, TcpLevel, TcpInfo, info, &length) == 0 && length >= place + sizeof(uint)
            ? *(uint*)(info + place)
            : 0;
    }

    /// <summary>Closes a socket or a set.</summary>
    public static void Close(int descriptor) => _ = close(descriptor);

    private static int Checked(int result, string call) =>
        result >= 0 ? result : throw new IOException($"{call} failed: errno {Marshal.GetLastPInvokeError()}");

    [LibraryImport("libc", SetLastError = true)]
    private static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int connect(int socket, byte* address, uint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setsockopt(int socket, int level, int name, int* value, uint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getsockopt(int socket, int level, int name, byte* value, uint* length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint recv(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int descriptor, EpollEvent* what);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_pwait2(int epoll, EpollEvent* ready, int most, long* timeout, void* signals);

    /// <summary>A socket that is ready; the kernel packs it on x64.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    public struct EpollEvent
    {
        public uint Events;
        public ulong Data;
    }
}
