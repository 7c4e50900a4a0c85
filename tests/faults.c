/* Stands between a program and the disk: counts what changes files under one folder, and lets the N-th of these go wrong.
 *
 * Loaded with LD_PRELOAD, it sees what Python, SQLite and Chroma ask of the C library. Nothing happens until faults_arm() is
 * called, which a process does for itself after it was copied from one that had everything imported. A trace of all that was
 * done can be kept, to make disks of it on which what was not synced is lost.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { COUNT, KILL, HALF, EIO_ONCE, FULL, BROKEN, SHORT };                 /* as in crash_shim.py */
enum { WRITE = 'w', SYNC = 's', NAME = 'n', REMOVE = 'u', CREATE = 'c', SIZE = 't', FOLDER = 'm', GONE = 'd' };

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX];
static size_t root_length;
static long at, seen;
static int mode, armed, broken, trace = -1;

void faults_arm(const char *folder, long n, int what, const char *trace_file) {
    root_length = strlen(folder);
    memcpy(root, folder, root_length + 1);
    at = n;
    mode = what;
    seen = broken = 0;
    trace = trace_file ? (int)syscall(SYS_openat, AT_FDCWD, trace_file, O_CREAT | O_WRONLY | O_APPEND, 0600) : -1;
    armed = 1;
}

void faults_disarm(void) { armed = 0; }

long faults_seen(void) { return seen; }

static void die(void) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

static int inside(const char *path) {
    return strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || !path[root_length]);
}

static int path_of(int fd, char *path) { /* whether a file descriptor is of a file under the folder */
    char link[40];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return inside(path);
}

static int full_path(int folder, const char *path, char *full) {
    char real[PATH_MAX];
    if (path[0] != '/') {
        char here[PATH_MAX];
        if (folder == AT_FDCWD ? !getcwd(here, sizeof here) : !path_of(folder, here)) return 0;
        if (snprintf(real, sizeof real, "%.*s/%s", PATH_MAX / 2, here, path) >= PATH_MAX) return 0;
        path = real;
    }
    strncpy(full, path, PATH_MAX - 1);
    full[PATH_MAX - 1] = 0;
    return inside(full);
}

static void kept(const void *data, size_t length) {
    while (length) {
        ssize_t done = syscall(SYS_write, trace, data, length);
        if (done <= 0) die();
        data = (const char *)data + done;
        length -= (size_t)done;
    }
}

static void note(char what, const char *path, const char *other, int64_t place, const void *data, size_t length) {
    if (trace < 0) return;
    uint32_t sizes[3] = {(uint32_t)strlen(path), other ? (uint32_t)strlen(other) : 0, (uint32_t)length};
    kept(&what, 1);
    kept(sizes, sizeof sizes);
    kept(&place, sizeof place);
    kept(path, sizes[0]);
    kept(other ? other : "", sizes[1]);
    if (data) kept(data, length);
}

/* What becomes of the operation that is next: 0 it is done, > 0 only so many bytes of it, < 0 it fails with this errno. */
static ssize_t fate(char what, size_t length) {
    seen++;
    if (mode == BROKEN && (broken || seen == at)) { broken = 1; return -EIO; }
    if (mode == FULL && (broken || seen >= at) && (what == WRITE || what == CREATE || what == FOLDER || what == SIZE)) {
        ssize_t some = broken || what != WRITE ? 0 : (ssize_t)length / 2;
        broken = 1;
        return some ? some : -ENOSPC;
    }
    if (seen != at) return 0;
    if (mode == KILL) die();
    if (mode == EIO_ONCE) return -EIO;
    if ((mode == HALF || mode == SHORT) && what == WRITE && length > 1) return (ssize_t)length / 2;
    if (mode == HALF) die();
    return 0;
}

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) *(void **)&real = dlsym(RTLD_NEXT, name)
#define FAILS(f, value) if ((f) < 0) { pthread_mutex_unlock(&turn); errno = (int)-(f); return value; }
#define DONE pthread_mutex_unlock(&turn)

static ssize_t put(int fd, const void *data, size_t length, off_t place, int placed) {
    char path[PATH_MAX];
    if (!armed || !path_of(fd, path))
        return placed ? syscall(SYS_pwrite64, fd, data, length, place) : syscall(SYS_write, fd, data, length);
    pthread_mutex_lock(&turn);
    ssize_t f = fate(WRITE, length);
    FAILS(f, -1)
    if (f > 0) length = (size_t)f;
    if (trace >= 0 && !placed) {
        struct stat is;
        int flags = fcntl(fd, F_GETFL);
        place = flags & O_APPEND && !fstat(fd, &is) ? is.st_size : lseek(fd, 0, SEEK_CUR);
    }
    ssize_t done = placed ? syscall(SYS_pwrite64, fd, data, length, place) : syscall(SYS_write, fd, data, length);
    if (done > 0) note(WRITE, path, NULL, place, data, (size_t)done);
    if (f > 0 && mode == HALF) die();
    DONE;
    return done;
}

ssize_t write(int fd, const void *data, size_t length) { return put(fd, data, length, 0, 0); }
ssize_t pwrite(int fd, const void *data, size_t length, off_t place) { return put(fd, data, length, place, 1); }
ssize_t pwrite64(int fd, const void *data, size_t length, off_t place) { return put(fd, data, length, place, 1); }

static ssize_t put_many(int fd, const struct iovec *parts, int count, off_t place, int placed) {
    ssize_t all = 0;
    for (int i = 0; i < count; i++) {
        if (!parts[i].iov_len) continue;
        ssize_t done = put(fd, parts[i].iov_base, parts[i].iov_len, place + all, placed);
        if (done < 0) return all ? all : done;
        all += done;
        if ((size_t)done < parts[i].iov_len) break;
    }
    return all;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    if (!armed) return syscall(SYS_writev, fd, parts, count);
    return put_many(fd, parts, count, 0, 0);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t place) { return put_many(fd, parts, count, place, 1); }
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off_t place) { return put_many(fd, parts, count, place, 1); }

/* Python copies files with these where it can; told that they can't, it reads and writes. */
ssize_t sendfile(int to, int from, off_t *place, size_t length) {
    char path[PATH_MAX];
    if (armed && path_of(to, path)) { errno = EINVAL; return -1; }
    return syscall(SYS_sendfile, to, from, place, length);
}
ssize_t sendfile64(int to, int from, off_t *place, size_t length) { return sendfile(to, from, place, length); }
ssize_t copy_file_range(int from, off_t *start, int to, off_t *place, size_t length, unsigned flags) {
    char path[PATH_MAX];
    if (armed && path_of(to, path)) { errno = EXDEV; return -1; }
    return syscall(SYS_copy_file_range, from, start, to, place, length, flags);
}

static void note_synced(const char *path) { /* what C++ streams wrote is seen here only: with all that is in the file */
    static char content[1 << 20];
    size_t length = strlen(path);
    int graph = length > 4 && !strcmp(path + length - 4, ".bin");
    ssize_t some = 0;
    if (trace >= 0 && graph) {
        int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY);
        some = fd < 0 ? 0 : syscall(SYS_read, fd, content, sizeof content);
        if (fd >= 0) close(fd);
    }
    note(SYNC, path, NULL, graph, some > 0 ? content : NULL, some > 0 ? (size_t)some : 0);
}

static int sync_one(int fd, long call) {
    char path[PATH_MAX];
    if (!armed || !path_of(fd, path)) return (int)syscall(call, fd);
    pthread_mutex_lock(&turn);
    ssize_t f = fate(SYNC, 0);
    FAILS(f, -1)
    int done = (int)syscall(call, fd);
    if (!done) note_synced(path);
    DONE;
    return done;
}
int fsync(int fd) { return sync_one(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_one(fd, SYS_fdatasync); }

static int sized(int fd, off_t size) {
    char path[PATH_MAX];
    if (!armed || !path_of(fd, path)) return (int)syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&turn);
    ssize_t f = fate(SIZE, 0);
    FAILS(f, -1)
    int done = (int)syscall(SYS_ftruncate, fd, size);
    if (!done) note(SIZE, path, NULL, size, NULL, 0);
    DONE;
    return done;
}
int ftruncate(int fd, off_t size) { return sized(fd, size); }
int ftruncate64(int fd, off_t size) { return sized(fd, size); }

static int fallocated(int fd, int how, off_t place, off_t length) {
    char path[PATH_MAX];
    if (armed && path_of(fd, path)) { errno = EOPNOTSUPP; return -1; }
    return (int)syscall(SYS_fallocate, fd, how, place, length);
}
int fallocate(int fd, int how, off_t place, off_t length) { return fallocated(fd, how, place, length); }
int fallocate64(int fd, int how, off_t place, off_t length) { return fallocated(fd, how, place, length); }
int posix_fallocate(int fd, off_t place, off_t length) { return fallocated(fd, 0, place, length) ? errno : 0; }
int posix_fallocate64(int fd, off_t place, off_t length) { return fallocated(fd, 0, place, length) ? errno : 0; }

static int opened(int folder, const char *path, int flags, mode_t rights) {
    char full[PATH_MAX];
    struct stat is;
    int makes = flags & O_CREAT, empties = flags & O_TRUNC;
    if (!armed || !(makes || empties) || !full_path(folder, path, full))
        return (int)syscall(SYS_openat, folder, path, flags, rights);
    int there = !syscall(SYS_newfstatat, AT_FDCWD, full, &is, 0);
    if (there && !(empties && is.st_size)) return (int)syscall(SYS_openat, folder, path, flags, rights);
    pthread_mutex_lock(&turn);
    ssize_t f = fate(there ? SIZE : CREATE, 0);
    FAILS(f, -1)
    int fd = (int)syscall(SYS_openat, folder, path, flags, rights);
    if (fd >= 0) note(there ? SIZE : CREATE, full, NULL, 0, NULL, 0);
    DONE;
    return fd;
}

#define RIGHTS(flags) \
    mode_t rights = 0; \
    if ((flags) & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); rights = va_arg(more, mode_t); va_end(more); }
int open(const char *path, int flags, ...) { RIGHTS(flags) return opened(AT_FDCWD, path, flags, rights); }
int open64(const char *path, int flags, ...) { RIGHTS(flags) return opened(AT_FDCWD, path, flags, rights); }
int openat(int folder, const char *path, int flags, ...) { RIGHTS(flags) return opened(folder, path, flags, rights); }
int openat64(int folder, const char *path, int flags, ...) { RIGHTS(flags) return opened(folder, path, flags, rights); }
int creat(const char *path, mode_t rights) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, rights); }
int creat64(const char *path, mode_t rights) { return opened(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, rights); }

FILE *fopen(const char *path, const char *how) { /* C++ streams make their files this way */
    char full[PATH_MAX];
    REAL(FILE *, "fopen", const char *, const char *);
    struct stat is;
    if (!armed || how[0] == 'r' || !full_path(AT_FDCWD, path, full)) return real(path, how);
    int there = !syscall(SYS_newfstatat, AT_FDCWD, full, &is, 0);
    if (there && !(how[0] == 'w' && is.st_size)) return real(path, how);
    pthread_mutex_lock(&turn);
    ssize_t f = fate(there ? SIZE : CREATE, 0);
    FAILS(f, NULL)
    FILE *made = real(path, how);
    if (made) note(there ? SIZE : CREATE, full, NULL, 0, NULL, 0);
    DONE;
    return made;
}
size_t fwrite(const void *data, size_t size, size_t count, FILE *file) {
    char path[PATH_MAX];
    REAL(size_t, "fwrite", const void *, size_t, size_t, FILE *);
    if (!armed || !path_of(fileno(file), path)) return real(data, size, count, file);
    pthread_mutex_lock(&turn);
    ssize_t f = fate(WRITE, size * count);
    FAILS(f, 0)
    size_t done = f > 0 ? real(data, 1, (size_t)f, file) / size : real(data, size, count, file);
    if (f > 0 && mode == HALF) { fflush(file); die(); }
    DONE;
    return done;
}

FILE *fopen64(const char *path, const char *how) { return fopen(path, how); }

static int renamed(int folder, const char *path, int to_folder, const char *to, unsigned flags) {
    char full[PATH_MAX], other[PATH_MAX];
    int here = armed && full_path(folder, path, full), there = armed && full_path(to_folder, to, other);
    if (!here || !there) return (int)syscall(SYS_renameat2, folder, path, to_folder, to, flags);
    pthread_mutex_lock(&turn);
    ssize_t f = fate(NAME, 0);
    FAILS(f, -1)
    int done = (int)syscall(SYS_renameat2, folder, path, to_folder, to, flags);
    if (!done) note(NAME, full, other, 0, NULL, 0);
    DONE;
    return done;
}
int rename(const char *path, const char *to) { return renamed(AT_FDCWD, path, AT_FDCWD, to, 0); }
int renameat(int a, const char *path, int b, const char *to) { return renamed(a, path, b, to, 0); }
int renameat2(int a, const char *path, int b, const char *to, unsigned flags) { return renamed(a, path, b, to, flags); }

static int removed(int folder, const char *path, int flags) {
    char full[PATH_MAX];
    if (!armed || !full_path(folder, path, full)) return (int)syscall(SYS_unlinkat, folder, path, flags);
    pthread_mutex_lock(&turn);
    char what = flags & AT_REMOVEDIR ? GONE : REMOVE;
    ssize_t f = fate(what, 0);
    FAILS(f, -1)
    int done = (int)syscall(SYS_unlinkat, folder, path, flags);
    if (!done) note(what, full, NULL, 0, NULL, 0);
    DONE;
    return done;
}
int unlink(const char *path) { return removed(AT_FDCWD, path, 0); }
int unlinkat(int folder, const char *path, int flags) { return removed(folder, path, flags); }
int rmdir(const char *path) { return removed(AT_FDCWD, path, AT_REMOVEDIR); }

static int made(int folder, const char *path, mode_t rights) {
    char full[PATH_MAX];
    if (!armed || !full_path(folder, path, full)) return (int)syscall(SYS_mkdirat, folder, path, rights);
    pthread_mutex_lock(&turn);
    ssize_t f = fate(FOLDER, 0);
    FAILS(f, -1)
    int done = (int)syscall(SYS_mkdirat, folder, path, rights);
    if (!done) note(FOLDER, full, NULL, 0, NULL, 0);
    DONE;
    return done;
}
int mkdir(const char *path, mode_t rights) { return made(AT_FDCWD, path, rights); }
int mkdirat(int folder, const char *path, mode_t rights) { return made(folder, path, rights); }
