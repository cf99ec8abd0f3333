/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of a pipe: port, unlink request, direction, device, endpoint, kind. */
#define usbif_pipeportnum(pipe) ((pipe) & USBIF_PIPE_PORT_MASK)
#define usbif_setportnum_pipe(pipe, port) ((port) | (pipe))
#define usbif_pipeunlink(pipe) ((pipe) & USBIF_PIPE_UNLINK)
#define usbif_pipesubmit(pipe) (usbif_pipeunlink(pipe) == 0)
#define usbif_setunlink_pipe(pipe) (USBIF_PIPE_UNLINK | (pipe))
#define usbif_pipein(pipe) ((pipe) & USBIF_PIPE_DIR)
#define usbif_pipeout(pipe) (usbif_pipein(pipe) == 0)
#define USBIF_PIPE_PART(pipe, part) \
	((pipe) >> USBIF_PIPE_ ## part ## _SHIFT & USBIF_PIPE_ ## part ## _MASK)
#define usbif_pipedevice(pipe) USBIF_PIPE_PART(pipe, DEV)
#define usbif_pipeendpoint(pipe) USBIF_PIPE_PART(pipe, EP)
#define usbif_pipetype(pipe) USBIF_PIPE_PART(pipe, TYPE)
#define usbif_pipeisoc(pipe) (usbif_pipetype(pipe) == USBIF_PIPE_TYPE_ISOC)
#define usbif_pipeint(pipe) (usbif_pipetype(pipe) == USBIF_PIPE_TYPE_INT)
#define usbif_pipectrl(pipe) (usbif_pipetype(pipe) == USBIF_PIPE_TYPE_CTRL)
#define usbif_pipebulk(pipe) (usbif_pipetype(pipe) == USBIF_PIPE_TYPE_BULK)
